import { type Ballot, compareBallots, formatBallot } from '../../core/ballot.js'
import type { GenesisRecord } from '../../core/batch.js'
import type { Configuration } from '../../core/configuration.js'
import type { GenesisMessage } from '../../core/genesis-messages.js'
import { Violation } from '../observer.js'
import type { Watched } from './watched.js'

/** What founders durably accepted in one ballot of epoch 0. */
interface Vote {
  readonly ballot: Ballot
  readonly configuration: Configuration
  readonly peerIds: Set<string>
}

/**
 * The choice of the first configuration, counted from what founders durably accepted: all of them, in one ballot. Whoever
 * knows a configuration must know that one.
 */
export class GenesisVotes {
  readonly #votes: Vote[] = []
  readonly #born = new Set<string>()
  #configuration: Configuration | undefined

  /** The configuration that was chosen, whether or not anybody knows it. */
  get configuration(): Configuration | undefined {
    return this.#configuration
  }

  /** The group is made of another one: nobody votes on its first configuration. */
  inherit(configuration: Configuration): void {
    this.#configuration = configuration
  }

  onBorn(peerId: string, incarnation: bigint): void {
    this.#born.add(`${incarnation} ${peerId}`)
  }

  /** A founder handed this to its store. */
  onAppend(peerId: string, { chosen, accepted }: GenesisRecord): void {
    if (!chosen) return
    if (accepted === undefined) {
      throw new Violation('one configuration', `${peerId} knows that nothing was chosen`)
    }
    this.onKnown(peerId, accepted.configuration)
  }

  /** This is durable at a founder. What it accepted because it is chosen is no vote. */
  onDurable(peerId: string, { chosen, accepted }: GenesisRecord): void {
    if (chosen || accepted === undefined) return
    const { ballot, configuration } = accepted
    let vote = this.#votes.find(other => compareBallots(other.ballot, ballot) === 0)
    if (vote === undefined) {
      vote = { ballot, configuration, peerIds: new Set() }
      this.#votes.push(vote)
    } else if (!sameConfiguration(vote.configuration, configuration)) {
      const text = `ballot ${formatBallot(ballot)} has two, one of them at ${peerId}`
      throw new Violation('one configuration', text)
    }
    vote.peerIds.add(peerId)
    if (configuration.voters.every(voter => vote.peerIds.has(voter.peerId))) {
      this.#choose(configuration)
    }
  }

  /** Somebody takes this for the configuration of the group. */
  onKnown(peerId: string, configuration: Configuration): void {
    if (sameConfiguration(configuration, this.#configuration)) return
    const claim = formatConfiguration(configuration)
    const truth = this.#configuration ? formatConfiguration(this.#configuration) : 'nothing'
    throw new Violation('one configuration', `${peerId} knows ${claim}, where ${truth} is chosen`)
  }

  /** A founder says something: its disk must know it. */
  onSend(from: Watched, message: GenesisMessage): void {
    const { promisedBallot, accepted } = from.durable.genesis
    let isDurable = true
    switch (message.type) {
      case 'genesis-prepare':
      case 'genesis-accept':
        isDurable =
          message.ballot.incarnation === from.incarnation &&
          compareBallots(promisedBallot, message.ballot) >= 0
        break
      case 'genesis-promise':
        isDurable = compareBallots(promisedBallot, message.ballot) >= 0
        if (isDurable) tellsWhatItAccepted(from, message.ballot, message.accepted?.ballot)
        break
      case 'genesis-accepted':
        isDurable = accepted !== undefined && compareBallots(accepted.ballot, message.ballot) >= 0
        break
      case 'genesis-chosen':
        this.onKnown(from.peerId, message.configuration)
        break
    }
    if (isDurable) return
    const text = `${from.peerId} sent '${message.type}', which its disk does not know`
    throw new Violation('durable before said', text)
  }

  #choose(configuration: Configuration): void {
    if (this.#configuration !== undefined) {
      if (sameConfiguration(this.#configuration, configuration)) return
      const both = [this.#configuration, configuration].map(formatConfiguration)
      throw new Violation('one configuration', `both ${both.join(' and ')} are chosen`)
    }
    for (const { peerId, incarnation } of configuration.voters) {
      if (this.#born.has(`${incarnation} ${peerId}`)) continue
      const text = `${formatConfiguration(configuration)} binds ${peerId} to a life it never had`
      throw new Violation('one configuration', text)
    }
    this.#configuration = configuration
  }
}

/** A promise that leaves out what was accepted below it lets another configuration be chosen. */
function tellsWhatItAccepted(from: Watched, ballot: Ballot, told: Ballot | undefined): void {
  const { accepted } = from.durable.genesis
  if (accepted === undefined || compareBallots(accepted.ballot, ballot) >= 0) return
  if (told !== undefined && compareBallots(told, accepted.ballot) >= 0) return
  const text = `${from.peerId} promised ${formatBallot(ballot)} and left out what it had accepted`
  throw new Violation('one configuration', text)
}

export function sameConfiguration(
  a: Configuration | undefined,
  b: Configuration | undefined
): boolean {
  if (a === undefined || b === undefined || a === b) return a === b
  return (
    a.epoch === b.epoch &&
    a.quorum.prepare === b.quorum.prepare &&
    a.quorum.accept === b.quorum.accept &&
    a.voters.length === b.voters.length &&
    a.voters.every(
      ({ peerId, incarnation }, i) =>
        peerId === b.voters[i]?.peerId && incarnation === b.voters[i]?.incarnation
    )
  )
}

function formatConfiguration({ epoch, voters, quorum }: Configuration): string {
  const names = voters.map(({ peerId, incarnation }) => `${peerId}/${incarnation.toString(16)}`)
  return `epoch ${epoch} (${names.join(', ')}; ${quorum.prepare} + ${quorum.accept})`
}
