import { type Ballot, compareBallots, formatBallot } from '../../core/ballot.js'
import type { AcceptMessage, AcceptSyncMessage } from '../../core/messages.js'
import { Violation } from '../observer.js'
import type { EntryId } from './entries.js'
import type { Facts, Voting } from './facts.js'
import type { Written } from './shadow.js'
import type { Watched } from './watched.js'

/** One ballot: the log its leader wrote, and how far each voter durably accepted it. */
interface BallotRecord {
  readonly ballot: Ballot
  /** Which run of its leader's replica uses the ballot. */
  opening: number | undefined
  /**
   * The leader's log, from slot 1 on. Undefined until it led, and for good if that cannot be seen from outside: it died, or
   * gave way, in the very step in which it began to lead. Then nobody can learn by this ballot, and nothing is counted.
   */
  log: EntryId[] | undefined
  /** Last slot that each voter ever held durably in this ballot, by its place among the voters. */
  readonly heldSlots: number[]
  /** An accept quorum held everything up to here. */
  countedSlot: number
}

/**
 * What was accepted in each ballot. The log of a ballot is what its leader writes, and every log accepted in it is a prefix
 * of that one. A slot is chosen once an accept quorum durably holds it in one ballot.
 */
export class Ballots {
  readonly #facts: Facts
  /** By round, which ballots rarely share. */
  readonly #records = new Map<number, BallotRecord[]>()

  constructor(facts: Facts) {
    this.#facts = facts
  }

  /** A replica whose accepted ballot was `before` handed out `written`, which is applied to `ahead`. */
  onAppend(watched: Watched, before: Ballot, written: Written): void {
    const { promisedBallot, acceptedBallot } = watched.ahead
    if (acceptedBallot.incarnation !== watched.incarnation) return
    const isNew = compareBallots(before, acceptedBallot) !== 0
    const { log } = written.batch
    if (!isNew && log === undefined) return
    const record = this.#of(acceptedBallot)
    const leads = compareBallots(promisedBallot, acceptedBallot) === 0
    if (isNew) {
      this.#lead(watched, record)
      if (leads) record.log = watched.ahead.ids.slice()
    } else if (leads && log !== undefined) {
      // Without the promise of its own ballot it writes what others lead.
      this.#extend(watched, record, log.firstSlot, written.ids)
    }
  }

  /** `written` is durable and applied; before it the replica's accepted ballot was `before`. */
  onDurable(watched: Watched, before: Ballot, written: Written): void {
    const { durable } = watched
    const { acceptedBallot } = durable
    const voter = this.#facts.placeOf(watched, acceptedBallot.epoch)
    const { log } = written.batch
    const isNew = compareBallots(before, acceptedBallot) !== 0
    if (acceptedBallot.round === 0 || voter < 0 || (!isNew && log === undefined)) return
    const record = this.#of(acceptedBallot)
    const keptSlot = isNew || log === undefined ? 0 : log.firstSlot - 1
    watched.agreedSlot = this.#agree(watched, record, Math.min(keptSlot, watched.agreedSlot))
    if (watched.agreedSlot <= (record.heldSlots[voter] ?? 0)) return
    record.heldSlots[voter] = watched.agreedSlot
    if (record.log !== undefined) this.#count(record, record.log)
  }

  /** A leader tells what is in its log, which is more than it wrote if it dies in this moment. */
  onAccept(watched: Watched, message: AcceptMessage | AcceptSyncMessage): void {
    const record = this.#of(message.ballot)
    const lastSlot = record.log?.length
    if (lastSlot === undefined || message.firstSlot > lastSlot + 1) return
    const knownCount = lastSlot + 1 - message.firstSlot
    if (message.entries.length <= knownCount) return
    const firstSlot = lastSlot + 1
    const entries = message.entries.slice(knownCount)
    this.#extend(watched, record, firstSlot, this.#facts.entries.idsOf({ firstSlot, entries }))
  }

  /** The run of a replica that uses its ballot is the only one that ever does. */
  use(watched: Watched, ballot: Ballot): void {
    this.#use(watched, this.#of(ballot))
  }

  /** Last slot that a voter ever held durably in this ballot. */
  heldSlot(watched: Watched, ballot: Ballot): number {
    return this.#of(ballot).heldSlots[this.#facts.placeOf(watched, ballot.epoch)] ?? 0
  }

  #use(watched: Watched, record: BallotRecord): void {
    record.opening ??= watched.openings
    if (record.opening === watched.openings) return
    const text = `${watched.peerId} uses ${formatBallot(record.ballot)} again after a restart`
    throw new Violation('a ballot leads once', text)
  }

  #lead(watched: Watched, record: BallotRecord): void {
    this.#use(watched, record)
    const { ballot } = record
    const { voters, prepareQuorum } = this.#voting(ballot)
    const promised = voters.filter(
      ({ durable }) => compareBallots(durable.promisedBallot, ballot) >= 0
    )
    if (promised.length >= prepareQuorum) return
    const text = `${watched.peerId} leads ${formatBallot(ballot)} with ${promised.length} promises`
    throw new Violation('a ballot leads once', text)
  }

  /** Holds what a leader wrote against its log, and adds what is new. */
  #extend(
    watched: Watched,
    record: BallotRecord,
    firstSlot: number,
    ids: readonly EntryId[]
  ): void {
    const { log } = record
    if (log === undefined) return
    let slot = firstSlot
    for (const id of ids) {
      const known = log[slot - 1]
      if (known === undefined) {
        this.#use(watched, record)
        log.push(id)
      } else if (known !== id) {
        this.#disagree(watched, record, slot, id)
      }
      slot += 1
    }
  }

  /** How far the durable log of `watched` is that of the ballot, as it is up to `agreedSlot`. */
  #agree(watched: Watched, record: BallotRecord, agreedSlot: number): number {
    const { ids, lastSlot, promisedBallot } = watched.durable
    const { log } = record
    if (log === undefined) return lastSlot
    let index = agreedSlot
    const end = Math.min(lastSlot, log.length)
    while (index < end && ids[index] === log[index]) index += 1
    // With a higher promise it may hold chosen entries that the leader of this ballot never had.
    if (index < lastSlot && compareBallots(promisedBallot, record.ballot) === 0) {
      this.#disagree(watched, record, index + 1, ids[index])
    }
    return index
  }

  #count(record: BallotRecord, log: readonly EntryId[]): void {
    const { voters, acceptQuorum } = this.#voting(record.ballot)
    const slots = record.heldSlots.slice().sort((a, b) => b - a)
    const chosenSlotMax = slots[acceptQuorum - 1] ?? 0
    while (record.countedSlot < chosenSlotMax) {
      const id = log[record.countedSlot] as EntryId
      record.countedSlot += 1
      this.#facts.choose(record.countedSlot, id, record.ballot.epoch)
    }
    for (const [i, voter] of voters.entries()) {
      voter.keptSlot = Math.max(
        voter.keptSlot,
        Math.min(record.heldSlots[i] ?? 0, record.countedSlot)
      )
    }
  }

  #of(ballot: Ballot): BallotRecord {
    const sharing = this.#records.get(ballot.round)
    if (sharing === undefined) {
      const record = this.#create(ballot)
      this.#records.set(ballot.round, [record])
      return record
    }
    for (const record of sharing) if (compareBallots(record.ballot, ballot) === 0) return record
    const record = this.#create(ballot)
    sharing.push(record)
    return record
  }

  #create(ballot: Ballot): BallotRecord {
    const heldSlots = this.#voting(ballot).voters.map(() => 0)
    return { ballot, opening: undefined, log: undefined, heldSlots, countedSlot: 0 }
  }

  /** No ballot of an epoch is used before it is chosen who votes in it. */
  #voting(ballot: Ballot): Voting {
    const voting = this.#facts.voting(ballot.epoch)
    if (voting !== undefined) return voting
    const text = `${formatBallot(ballot)} is used before its epoch has begun`
    throw new Violation('nothing follows a stop', text)
  }

  #disagree(watched: Watched, record: BallotRecord, slot: number, id: EntryId | undefined): never {
    const { entries } = this.#facts
    const where = `slot ${slot} of ballot ${formatBallot(record.ballot)}`
    const found = `${entries.text(slot, id)} at ${watched.peerId}`
    const text = `${where} is ${found}, not ${entries.text(slot, record.log?.[slot - 1])}`
    throw new Violation('one log per ballot', text)
  }
}
