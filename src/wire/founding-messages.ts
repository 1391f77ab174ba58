import { checkBallot, checkHash } from './checks.js'
import type * as wire from './generated/wire.js'
import type { Kind, OfType } from './kind.js'
import {
  acceptedFromWire,
  acceptedToWire,
  ballotFromWire,
  bootFromWire,
  bootToWire,
  configurationFromWire,
  configurationToWire,
  foundingFromWire,
  foundingToWire,
  hashFromWire
} from './parts.js'

/*
 * The messages of founders that meet, and of those who join later, in the form of the schema and back.
 */

export const genesis = {
  'genesis-prepare': {
    toWire: ({ ballot, nameHash }) => ({
      ballot: checkBallot(ballot),
      nameHash: checkHash('nameHash', nameHash)
    }),
    fromWire: part => ({
      type: 'genesis-prepare',
      ballot: ballotFromWire('ballot', part.ballot),
      nameHash: hashFromWire('nameHash', part.nameHash)
    })
  } satisfies Kind<OfType<'genesis-prepare'>, wire.GenesisPrepareMessage>,

  'genesis-promise': {
    toWire: ({ ballot, accepted }) => ({
      ballot: checkBallot(ballot),
      ...(accepted && { accepted: acceptedToWire(accepted) })
    }),
    fromWire: part => ({
      type: 'genesis-promise',
      ballot: ballotFromWire('ballot', part.ballot),
      ...(part.accepted && { accepted: acceptedFromWire(part.accepted) })
    })
  } satisfies Kind<OfType<'genesis-promise'>, wire.GenesisPromiseMessage>,

  'genesis-accept': {
    toWire: ({ ballot, configuration }) => ({
      ballot: checkBallot(ballot),
      configuration: configurationToWire(configuration)
    }),
    fromWire: part => ({
      type: 'genesis-accept',
      ballot: ballotFromWire('ballot', part.ballot),
      configuration: configurationFromWire(part.configuration)
    })
  } satisfies Kind<OfType<'genesis-accept'>, wire.GenesisAcceptMessage>,

  'genesis-accepted': {
    toWire: ({ ballot }) => ({ ballot: checkBallot(ballot) }),
    fromWire: part => ({
      type: 'genesis-accepted',
      ballot: ballotFromWire('ballot', part.ballot)
    })
  } satisfies Kind<OfType<'genesis-accepted'>, wire.GenesisAcceptedMessage>,

  'genesis-reject': {
    toWire: ({ ballot, promisedBallot }) => ({
      ballot: checkBallot(ballot),
      promisedBallot: checkBallot(promisedBallot)
    }),
    fromWire: part => ({
      type: 'genesis-reject',
      ballot: ballotFromWire('ballot', part.ballot),
      promisedBallot: ballotFromWire('promisedBallot', part.promisedBallot)
    })
  } satisfies Kind<OfType<'genesis-reject'>, wire.GenesisRejectMessage>,

  'genesis-chosen': {
    toWire: ({ configuration }) => ({ configuration: configurationToWire(configuration) }),
    fromWire: part => ({
      type: 'genesis-chosen',
      configuration: configurationFromWire(part.configuration)
    })
  } satisfies Kind<OfType<'genesis-chosen'>, wire.GenesisChosenMessage>,

  'genesis-mismatch': {
    toWire: ({ nameHash }) => ({ nameHash: checkHash('nameHash', nameHash) }),
    fromWire: part => ({
      type: 'genesis-mismatch',
      nameHash: hashFromWire('nameHash', part.nameHash)
    })
  } satisfies Kind<OfType<'genesis-mismatch'>, wire.GenesisMismatchMessage>
}

export const membership = {
  join: {
    toWire: ({ willing }) => ({ willing }),
    fromWire: ({ willing }) => ({ type: 'join', willing })
  } satisfies Kind<OfType<'join'>, wire.JoinMessage>,

  welcome: {
    toWire: ({ founding, configuration }) => ({
      founding: foundingToWire(founding),
      configuration: configurationToWire(configuration)
    }),
    fromWire: part => ({
      type: 'welcome',
      founding: foundingFromWire(part.founding),
      configuration: configurationFromWire(part.configuration)
    })
  } satisfies Kind<OfType<'welcome'>, wire.WelcomeMessage>,

  'join-refused': {
    toWire: () => ({}),
    fromWire: () => ({ type: 'join-refused' })
  } satisfies Kind<OfType<'join-refused'>, wire.JoinRefusedMessage>,

  'boot-refused': {
    toWire: ({ known }) => ({ known: bootToWire(known) }),
    fromWire: ({ known }) => ({ type: 'boot-refused', known: bootFromWire(known) })
  } satisfies Kind<OfType<'boot-refused'>, wire.BootRefusedMessage>
}
