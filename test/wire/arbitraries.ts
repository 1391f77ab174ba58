import fc from 'fast-check'
import { type Ballot, bottomBallot, roundMax } from '../../src/core/ballot.js'
import type { DurableState } from '../../src/core/batch.js'
import { type Configuration, votersMax } from '../../src/core/configuration.js'
import type { Entry, Proposal } from '../../src/core/entry.js'
import type { Founding } from '../../src/core/founding.js'
import { hopsMax } from '../../src/core/limits.js'
import type { AnyMessage, Frame } from '../../src/wire/frame.js'

/** Everything that is sent or stored, at random. */

type Arbitrary<T> = fc.Arbitrary<T>

const whole = fc.maxSafeNat()
const positive = whole.map(n => Math.max(1, n))
const uint64 = fc.bigInt({ min: 0n, max: 2n ** 64n - 1n })
const incarnation = fc.bigInt({ min: 1n, max: 2n ** 64n - 1n })
const boot = fc.record({ count: fc.integer({ min: 1 }), nonce: fc.nat(0xffffffff) })
const bytes = fc.uint8Array({ maxLength: 40 })
const hash = fc.uint8Array({ minLength: 32, maxLength: 32 })
const text = fc.oneof(fc.string({ unit: 'binary', maxLength: 20 }), fc.constant('\ufeffmark'))
const peerId = fc.string({ unit: 'grapheme-ascii', minLength: 1, maxLength: 60 })
const via = fc.array(peerId, { maxLength: hopsMax })
const round = fc.integer({ min: 1, max: roundMax })

const ballot: Arbitrary<Ballot> = fc.oneof(
  { weight: 1, arbitrary: whole.map(bottomBallot) },
  { weight: 4, arbitrary: fc.record({ epoch: whole, round, priority: whole, incarnation }) }
)

const configuration: Arbitrary<Configuration> = fc
  .tuple(
    fc.uniqueArray(peerId, { minLength: 1, maxLength: votersMax }),
    fc.uniqueArray(incarnation, { minLength: votersMax, maxLength: votersMax }),
    whole,
    fc.nat(),
    fc.nat()
  )
  .map(([peerIds, incarnations, epoch, a, b]) => {
    const count = peerIds.length
    const prepare = (a % count) + 1
    // From the smallest size that meets every prepare quorum to all voters.
    const accept = count + 1 - prepare + (b % prepare)
    const voters = peerIds
      .toSorted((left, right) => (left < right ? -1 : 1))
      .map((voter, i) => ({
        peerId: voter,
        incarnation: incarnations[i] as bigint,
        ...(i % 2 === 1 && { addresses: [`/ip4/192.0.2.1/tcp/${i}`, '/dns4/bücher/tcp/1'] })
      }))
    return { epoch, voters, quorum: { prepare, accept } }
  })

const accepted = fc.record({ ballot, configuration })
const place = fc
  .tuple(positive, positive, fc.boolean())
  .map(([session, sequence, acknowledges]) => ({
    session,
    sequence,
    ...(acknowledges && sequence > 1 && { acknowledged: sequence - 1 })
  }))

function sequenced<K extends string, T extends object>(
  kind: K,
  model: { [Field in keyof T]: Arbitrary<T[Field]> }
): Arbitrary<{ type: K } & T & { session: number; sequence: number }> {
  return fc
    .tuple(place, fc.record<T>(model))
    .map(([where, rest]) => ({ type: kind, ...where, ...rest }))
}

const proposal: Arbitrary<Proposal> = fc.oneof(
  fc.record({ type: fc.constant('open-session' as const), origin: peerId, nonce: uint64 }),
  sequenced('value', { value: bytes }),
  sequenced('value', { value: bytes, key: text }),
  sequenced('operation', { operation: bytes }),
  sequenced('decide', { value: bytes, name: text }),
  sequenced('no-op', {}),
  sequenced('stop', { configuration })
)

export const entry: Arbitrary<Entry> = fc
  .tuple(
    fc.oneof(proposal, sequenced('repeat', { key: text }), fc.constant({ type: 'tick' as const })),
    whole
  )
  .map(([proposed, logTimeMs]) => ({ ...proposed, logTimeMs }))

export const entries: Arbitrary<Entry[]> = fc.array(entry, { maxLength: 6 })

/** Entries and where they begin: room is left for their slots and those above. */
const suffix = fc
  .record({
    firstSlot: fc.integer({ min: 1, max: 2 ** 52 }),
    entries,
    low: fc.nat(),
    more: fc.nat()
  })
  .map(({ firstSlot, entries: list, low, more }) => {
    const lastSlot = firstSlot + list.length - 1
    return { firstSlot, entries: list, lastSlot, atMost: low % (lastSlot + 1), more }
  })

function type<T extends string>(name: T): { type: Arbitrary<T> } {
  return { type: fc.constant(name) }
}

const logMessage: Arbitrary<AnyMessage> = fc.oneof(
  fc.record({ ...type('accepted'), ballot, lastSlot: whole }),
  fc.record({ ...type('catch-up-request'), firstSlot: positive }),
  fc.record({ ...type('compacted'), slot: positive }),
  fc.record({ ...type('snapshot-request'), slot: whole, index: whole }),
  fc.record({
    ...type('snapshot-offer'),
    snapshot: fc.record({ slot: positive, ballot, bytes: whole, hash }),
    history: fc.record({
      endedEpochs: fc.array(fc.record({ configuration, stopSlot: positive, ballot }), {
        maxLength: 2
      }),
      configuration
    })
  }),
  fc.record({ ...type('snapshot-chunk'), slot: positive, index: whole, content: bytes }),
  fc.record({ ...type('learn'), chosenSlotMax: whole, willing: fc.boolean() }),
  fc.record({
    ...type('reject'),
    ballot,
    reason: fc.constantFrom('behind', 'promised-higher'),
    promisedBallot: ballot,
    chosenSlotMax: whole
  })
)

/** Those with a part of the log. */
const entriesMessage: Arbitrary<AnyMessage> = fc
  .tuple(ballot, ballot, suffix)
  .chain(([first, second, log]) => {
    const { firstSlot, lastSlot, atMost, more } = log
    const common = { ballot: first, firstSlot, entries: log.entries }
    return fc.constantFrom<AnyMessage>(
      { type: 'prepare', ballot: first, acceptedBallot: second, lastSlot, chosenSlotMax: atMost },
      { ...common, type: 'promise', acceptedBallot: second, lastSlot, chosenSlotMax: atMost },
      { ...common, type: 'accept', chosenSlotMax: more },
      { ...common, type: 'accept-sync', adoptedEnd: atMost, chosenSlotMax: more },
      { ...common, type: 'catch-up-reply', chosenSlotMax: lastSlot + more }
    )
  })

const reply = {
  ...type('heartbeat-reply'),
  round: whole,
  epoch: whole,
  promisedBallot: ballot,
  leads: fc.boolean(),
  happy: fc.boolean(),
  canVote: fc.boolean(),
  inReserve: fc.boolean(),
  chosenSlotMax: whole,
  distance: whole,
  silent: uint64,
  learners: fc.array(fc.record({ peerId, incarnation, chosenSlotMax: whole }), { maxLength: 4 })
}

const otherMessage: Arbitrary<AnyMessage> = fc.oneof(
  fc.record({ ...type('heartbeat'), round: whole, news: fc.boolean() }),
  fc.record(reply),
  fc.record({ ...reply, leaderBallot: ballot }),
  fc.record({ ...reply, snapshot: fc.record({ slot: positive, mark: uint64 }) }),
  fc.record({
    ...type('propose'),
    origin: peerId,
    proposals: fc.array(proposal, { maxLength: 6 }),
    via
  }),
  fc.record({
    ...type('propose-reply'),
    origin: peerId,
    session: positive,
    reason: fc.constantFrom('gap', 'session-expired'),
    nextSequence: whole,
    via
  }),
  fc.record({ ...type('read-request'), origin: peerId, id: whole, via }),
  fc.record({ ...type('read-reply'), origin: peerId, id: whole, slot: whole, via }),
  fc.record({ ...type('confirm'), ballot, round: whole }),
  fc.record({ ...type('confirmed'), ballot, round: whole }),
  fc.record({ ...type('transfer'), ballot, target: peerId })
)

const genesisMessage: Arbitrary<AnyMessage> = fc.oneof(
  fc.record({ ...type('genesis-prepare'), ballot, nameHash: hash }),
  fc.record({ ...type('genesis-promise'), ballot }),
  fc.record({ ...type('genesis-promise'), ballot, accepted }),
  fc.record({ ...type('genesis-accept'), ballot, configuration }),
  fc.record({ ...type('genesis-accepted'), ballot }),
  fc.record({ ...type('genesis-reject'), ballot, promisedBallot: ballot }),
  fc.record({ ...type('genesis-chosen'), configuration }),
  fc.record({ ...type('genesis-mismatch'), nameHash: hash })
)

const founding: Arbitrary<Founding> = fc
  .record({
    founders: configuration,
    name: text,
    keyWindowSlots: whole,
    snapshotEveryBytes: positive
  })
  .map(({ founders, ...rest }) => ({
    ...rest,
    founders: founders.voters.map(voter => voter.peerId),
    quorum: founders.quorum
  }))

const membershipMessage: Arbitrary<AnyMessage> = fc.oneof(
  fc.record({ ...type('join'), willing: fc.boolean() }),
  fc.record({ ...type('welcome'), founding, configuration }),
  fc.record({ ...type('join-refused') }),
  fc.record({ ...type('boot-refused'), known: boot })
)

/** Each kind is about as likely as any other, so that a test of some hundreds meets all. */
export const message: Arbitrary<AnyMessage> = fc.oneof(
  { arbitrary: logMessage, weight: 8 },
  { arbitrary: entriesMessage, weight: 5 },
  { arbitrary: otherMessage, weight: 11 },
  { arbitrary: genesisMessage, weight: 8 },
  { arbitrary: membershipMessage, weight: 3 }
)

const section = fc.record(
  {
    groupId: hash,
    incarnation,
    boot,
    messages: fc.array(message, { maxLength: 4 })
  },
  { requiredKeys: ['groupId', 'incarnation', 'messages'] }
)
const peerRecord = fc.record({ peerId, envelope: bytes })

export const frame: Arbitrary<Frame> = fc.record(
  {
    sections: fc.array(section, { maxLength: 3 }),
    peerRecords: fc.array(peerRecord, { minLength: 1, maxLength: 3 }),
    probe: fc.record(
      { round: whole, generation: fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }) },
      { requiredKeys: ['round'] }
    )
  },
  { requiredKeys: ['sections'] }
)

export const state: Arbitrary<DurableState> = fc
  .record(
    {
      incarnation,
      boot,
      promisedBallot: ballot,
      acceptedBallot: ballot,
      chosenBallot: ballot,
      lastSlot: whole,
      low: fc.nat(),
      genesis: fc.oneof(
        fc.record({ promisedBallot: ballot, chosen: fc.constant(false) }),
        fc.record({ promisedBallot: ballot, accepted, chosen: fc.boolean() })
      ),
      endedEpochs: fc.array(fc.record({ configuration, stopSlot: positive, ballot }), {
        maxLength: 3
      }),
      configuration,
      snapshot: fc.record({ slot: positive, ballot, bytes: whole, hash })
    },
    {
      noNullPrototype: true,
      requiredKeys: [
        'incarnation',
        'boot',
        'promisedBallot',
        'acceptedBallot',
        'chosenBallot',
        'lastSlot',
        'low',
        'genesis',
        'endedEpochs'
      ]
    }
  )
  .map(({ low, ...rest }) => {
    const chosenSlotMax = low % (rest.lastSlot + 1)
    return { ...rest, chosenSlotMax, compactedSlotMax: chosenSlotMax >> 1 }
  })
