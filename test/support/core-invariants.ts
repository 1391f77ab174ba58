import { type Ballot, compareBallots, formatBallot, sameBallot } from '../../src/core/ballot.js'
import type { Batch } from '../../src/core/batch.js'
import type { ChosenEntry, Payload, Settlement } from '../../src/core/effects.js'
import type { Entry } from '../../src/core/entry.js'
import type { Message } from '../../src/core/messages.js'
import type { Disk } from './core-disk.js'

/** The promises of the protocol that {@link Invariants} watches. */
export type Rule =
  | 'one entry per slot'
  | 'only proposed values'
  | 'learned is chosen'
  | 'ballots never regress'
  | 'durable before said'
  | 'one log per ballot'
  | 'learned in order'
  | 'sessions in order, each once'
  | 'settled is true'
  | 'reads are current'
  | 'everything finishes'

export class Violation extends Error {
  override readonly name = 'Violation'
  readonly rule: Rule

  constructor(rule: Rule, message: string) {
    super(`${rule}: ${message}`)
    this.rule = rule
  }
}

/** The log of one ballot, and how far each voter durably accepted it. */
interface BallotRecord {
  readonly log: Entry[]
  readonly acceptedSlots: Map<string, number>
  countedSlot: number
}

interface Watched {
  readonly disk: Disk
  /** What the disk will hold once every batch handed out is durable. */
  ahead: Disk
  learnedSlot: number
}

export interface ReadRecord {
  readonly peerId: string
  /** Everything learned by anyone when the read was asked for. */
  readonly slotMin: number
  slot?: number
}

/** Watches all replicas from outside and throws a {@link Violation} as soon as one of the rules is broken. */
export class Invariants {
  readonly #acceptQuorum: number
  readonly #watched = new Map<string, Watched>()
  readonly #ballots = new Map<string, BallotRecord>()
  /** What accept quorums chose, whether or not anybody knows it. */
  readonly #chosen = new Map<number, string>()
  /** What somebody learned, from slot 1 on, with the meaning it was given. */
  readonly #learned: { readonly entry: Entry; readonly meaning: string }[] = []
  readonly #valueIds = new Map<Uint8Array, number>()
  readonly #never = new Set<Uint8Array>()
  readonly #nextSequences = new Map<number, number>()
  readonly #opened = new Set<string>()
  readonly #texts = new WeakMap<Entry, string>()

  constructor(acceptQuorum: number) {
    this.#acceptQuorum = acceptQuorum
  }

  /** Slots that somebody learned. */
  get learnedSlotMax(): number {
    return this.#learned.length
  }

  learnedEntry(slot: number): Entry | undefined {
    return this.#learned[slot - 1]?.entry
  }

  watch(peerId: string, disk: Disk): void {
    this.#watched.set(peerId, { disk, ahead: disk.copy(), learnedSlot: 0 })
  }

  onPropose(payload: Payload): void {
    this.#valueIds.set(payload.value, this.#valueIds.size)
  }

  /** A batch left a replica. The log of a ballot is what its leader writes. */
  onPersist(peerId: string, batch: Batch): void {
    const { ahead } = this.#of(peerId)
    const before = ahead.acceptedBallot
    ahead.apply(batch)
    const ballot = ahead.acceptedBallot
    const isOwn = ballot.incarnation === ahead.incarnation
    // A leader may learn of a higher ballot in the very step in which it began to lead.
    const isNewLeader = isOwn && !sameBallot(before, ballot)
    const isOfBallot = sameBallot(ballot, ahead.promisedBallot) || isNewLeader
    if (!isOfBallot || compareBallots(ahead.chosenBallot, ballot) > 0 || ballot.round === 0) return
    const record = this.#recordOf(ballot)
    const changedFrom = sameBallot(before, ballot) ? batch.log?.firstSlot : 1
    if (changedFrom === undefined) return
    for (let slot = changedFrom; slot <= ahead.lastSlot; slot += 1) {
      const entry = ahead.entries[slot - 1] as Entry
      const known = record.log[slot - 1]
      if (known !== undefined) {
        if (this.#text(known) === this.#text(entry)) continue
      } else if (isOwn) {
        record.log.push(entry)
        continue
      }
      const where = `slot ${slot} of ballot ${formatBallot(ballot)}`
      const found = `${this.#text(entry)} at ${peerId}, not ${known && this.#text(known)}`
      throw new Violation('one log per ballot', `${where} is ${found}`)
    }
  }

  /** A batch is durable; called before it is applied to the disk. */
  onDurable(peerId: string, batch: Batch): void {
    const { disk } = this.#of(peerId)
    const { promisedBallot = disk.promisedBallot, acceptedBallot = disk.acceptedBallot } = batch
    const regresses =
      compareBallots(promisedBallot, disk.promisedBallot) < 0 ||
      compareBallots(acceptedBallot, disk.acceptedBallot) < 0 ||
      compareBallots(acceptedBallot, promisedBallot) > 0
    if (regresses) {
      const ballots = [disk.promisedBallot, disk.acceptedBallot, promisedBallot, acceptedBallot]
      throw new Violation('ballots never regress', `${peerId}: ${ballots.map(formatBallot)}`)
    }
    disk.apply(batch)
    if (disk.chosenSlotMax > disk.lastSlot) {
      throw new Violation('learned is chosen', `${peerId} knows more to be chosen than it has`)
    }
    const isSynced = sameBallot(disk.promisedBallot, disk.acceptedBallot)
    if (isSynced && disk.acceptedBallot.incarnation === disk.incarnation) {
      this.#count(disk.acceptedBallot, peerId, disk.lastSlot)
    }
  }

  /** A message left a replica; what it says must be durable. */
  onSend(peerId: string, message: Message): void {
    if (message.type === 'accepted') this.#count(message.ballot, peerId, message.lastSlot)
    if (message.type === 'promise' && sameBallot(message.ballot, message.acceptedBallot)) {
      this.#count(message.ballot, peerId, message.lastSlot)
    }
    const { disk } = this.#of(peerId)
    let isDurable = true
    if (message.type === 'promise' || message.type === 'prepare') {
      isDurable = compareBallots(disk.promisedBallot, message.ballot) >= 0
    } else if (message.type === 'accepted') {
      const order = compareBallots(disk.acceptedBallot, message.ballot)
      isDurable = order > 0 || (order === 0 && disk.lastSlot >= message.lastSlot)
    }
    if (isDurable) return
    const text = `${peerId} sent '${message.type}', which its disk does not know`
    throw new Violation('durable before said', text)
  }

  /** The replica lost everything that was not durable, and learns from slot 1 again. */
  onCrash(peerId: string): void {
    const watched = this.#of(peerId)
    watched.ahead = watched.disk.copy()
    watched.learnedSlot = 0
  }

  onLearned(peerId: string, chosen: readonly ChosenEntry[]): void {
    const watched = this.#of(peerId)
    for (const { slot, entry, verdict } of chosen) {
      watched.learnedSlot += 1
      if (slot !== watched.learnedSlot) {
        const text = `${peerId} learned slot ${slot} instead of ${watched.learnedSlot}`
        throw new Violation('learned in order', text)
      }
      const text = this.#text(entry)
      if (this.#chosen.get(slot) !== text) {
        const truth = this.#chosen.get(slot) ?? 'nothing'
        const claim = `${peerId} learned ${text} in slot ${slot}, where ${truth} is chosen`
        throw new Violation('learned is chosen', claim)
      }
      const meaning = 'firstSlot' in verdict ? `${verdict.type} ${verdict.firstSlot}` : verdict.type
      const known = this.#learned[slot - 1]
      if (known === undefined) {
        this.#judge(slot, entry, verdict.type !== 'nothing')
        this.#learned.push({ entry, meaning })
      } else if (known.meaning !== meaning) {
        const claim = `slot ${slot} means ${meaning} to ${peerId}, to others ${known.meaning}`
        throw new Violation('sessions in order, each once', claim)
      }
    }
  }

  onSettled(peerId: string, payload: Payload, settlement: Settlement): void {
    if (settlement.type === 'chosen') {
      const found = this.learnedEntry(settlement.slot)
      const isSame = found !== undefined && 'value' in found && found.value === payload.value
      const isSameKey =
        payload.type === 'value' && found?.type === 'value' && found.key === payload.key
      const isDecided =
        payload.type === 'decide' &&
        found?.type === 'decide' &&
        found.name === payload.name &&
        found.value === settlement.value
      const isTrue =
        payload.type === 'decide' ? isDecided : isSame || (isSameKey && payload.key !== undefined)
      if (isTrue) return
      const what = found === undefined ? 'nothing' : this.#text(found)
      const claim = `${peerId} was told that ticket ${settlement.ticket} is slot ${settlement.slot}`
      throw new Violation('settled is true', `${claim}, which holds ${what}`)
    }
    if (settlement.type !== 'withdrawn' && settlement.type !== 'skipped') return
    this.#never.add(payload.value)
    const at = this.#learned.findIndex(
      ({ entry, meaning }) =>
        'value' in entry && entry.value === payload.value && meaning !== 'nothing'
    )
    if (at >= 0)
      throw new Violation('settled is true', `slot ${at + 1} was called ${settlement.type}`)
  }

  onRead(read: ReadRecord, slot: number): void {
    const learned = this.#of(read.peerId).learnedSlot
    if (slot >= read.slotMin && slot <= learned) return
    const claim = `${read.peerId} read at slot ${slot} and had learned ${learned}`
    throw new Violation('reads are current', `${claim}; slot ${read.slotMin} was known before`)
  }

  #count(ballot: Ballot, peerId: string, lastSlot: number): void {
    const record = this.#recordOf(ballot)
    record.acceptedSlots.set(peerId, Math.max(lastSlot, record.acceptedSlots.get(peerId) ?? 0))
    const slots = [...record.acceptedSlots.values()].sort((a, b) => b - a)
    const chosenSlotMax = slots[this.#acceptQuorum - 1] ?? 0
    while (record.countedSlot < chosenSlotMax) {
      record.countedSlot += 1
      const slot = record.countedSlot
      const entry = record.log[slot - 1]
      const where = `slot ${slot} of ballot ${formatBallot(ballot)}`
      if (entry === undefined) {
        throw new Violation('one log per ballot', `${peerId} accepted ${where}, which has none`)
      }
      const text = this.#text(entry)
      const known = this.#chosen.get(slot)
      if (known !== undefined && known !== text) {
        throw new Violation('one entry per slot', `${where} is ${text}, but ${known} was chosen`)
      }
      this.#chosen.set(slot, text)
    }
  }

  /** An independent account of sessions: what is next in its session takes effect, everything else does not. */
  #judge(slot: number, entry: Entry, tookEffect: boolean): void {
    let isNext: boolean
    if (entry.type === 'open-session') {
      const key = `${entry.origin} ${entry.nonce}`
      isNext = !this.#opened.has(key)
      if (isNext) this.#nextSequences.set(slot, 1)
      this.#opened.add(key)
    } else {
      isNext = this.#nextSequences.get(entry.session) === entry.sequence
      if (isNext) this.#nextSequences.set(entry.session, entry.sequence + 1)
    }
    if (tookEffect !== (isNext && entry.type !== 'no-op')) {
      const claim = `slot ${slot}, ${this.#text(entry)}, ${tookEffect ? 'took' : 'took no'} effect`
      throw new Violation('sessions in order, each once', claim)
    }
    if (!('value' in entry)) return
    if (!this.#valueIds.has(entry.value)) {
      throw new Violation('only proposed values', `slot ${slot} holds ${this.#text(entry)}`)
    }
    if (tookEffect && this.#never.has(entry.value)) {
      throw new Violation('settled is true', `slot ${slot} was withdrawn or skipped before`)
    }
  }

  #of(peerId: string): Watched {
    const watched = this.#watched.get(peerId)
    if (watched === undefined) throw new RangeError(`${peerId} is not watched`)
    return watched
  }

  #recordOf(ballot: Ballot): BallotRecord {
    const key = `${ballot.epoch} ${ballot.round} ${ballot.priority} ${ballot.incarnation}`
    let record = this.#ballots.get(key)
    if (record === undefined) {
      record = { log: [], acceptedSlots: new Map(), countedSlot: 0 }
      this.#ballots.set(key, record)
    }
    return record
  }

  /** All fields of an entry; values by identity, which they keep on their way through the group. */
  #text(entry: Entry): string {
    let text = this.#texts.get(entry)
    if (text === undefined) {
      text = Object.entries(entry)
        .map(([name, field]) =>
          field instanceof Uint8Array ? `value #${this.#valueIds.get(field)}` : `${name} ${field}`
        )
        .sort()
        .join(', ')
      this.#texts.set(entry, text)
    }
    return text
  }
}
