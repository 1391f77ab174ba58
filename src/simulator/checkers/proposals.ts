import { sameConfiguration } from '../../core/configuration.js'
import type { Payload, Settlement } from '../../core/effects.js'
import type { Entry } from '../../core/entry.js'
import { sameBytes } from '../bytes.js'
import { Violation } from '../observer.js'
import { formatEntry } from './entries.js'
import { Hash } from './hash.js'
import type { Learned, LearnedLog } from './learned.js'
import type { Watched } from './watched.js'

/** How often the same proposal was made at one peer, and what became of it. */
interface Count {
  asked: number
  /** Times that somebody was told that it never takes effect. */
  never: number
  /** Times that it was admitted to the log. */
  admitted: number
}

/** Proposals and what their callers are told, held against what was learned. */
export class ProposalAccount {
  readonly #learned: LearnedLog
  readonly #counts = new Map<number, Count>()
  /** Slots of operations, and of values without a key, whose proposer was told: each belongs to a single proposal. */
  readonly #acknowledged = new Set<number>()

  constructor(learned: LearnedLog) {
    this.#learned = learned
  }

  onAsk(watched: Watched, ticket: number, payload: Payload): void {
    watched.proposals.set(ticket, payload)
    this.#count(watched.peerId, payload).asked += 1
  }

  /** The log has one entry more that somebody learned. */
  onLearned({ entry, judgement: { type, origin } }: Learned): void {
    if (isUnproposed(entry)) return
    const count = origin === undefined ? undefined : this.#counts.get(keyOf(origin, entry))
    if (count === undefined) {
      throw new Violation('only proposed values', `${origin} never proposed ${formatEntry(entry)}`)
    }
    if (type === 'nothing') return
    count.admitted += 1
    checkCount(count, () => `${formatEntry(entry)} of ${origin}`)
  }

  onSettled(watched: Watched, settlement: Settlement): void {
    const { ticket } = settlement
    const payload = watched.proposals.get(ticket)
    if (payload === undefined) {
      const text = `${who(watched, ticket)} is settled and nobody waits for it`
      throw new Violation('settled is true', text)
    }
    if (settlement.type === 'sent') return
    watched.proposals.delete(ticket)
    switch (settlement.type) {
      case 'chosen':
        this.#checkChosen(watched, payload, settlement)
        return
      case 'withdrawn':
      case 'skipped': {
        const count = this.#count(watched.peerId, payload)
        count.never += 1
        checkCount(count, () => who(watched, ticket))
      }
    }
  }

  #checkChosen(
    watched: Watched,
    payload: Payload,
    { slot, ticket, value }: Extract<Settlement, { type: 'chosen' }>
  ): void {
    const learned = slot <= watched.learnedSlot ? this.#learned.at(slot) : undefined
    const isTrue =
      learned !== undefined &&
      learned.judgement.type === 'applied' &&
      (payload.type === 'decide'
        ? isDecided(payload, learned, value)
        : payload.type === 'stop'
          ? isStopped(payload, learned)
          : payload.type === 'operation'
            ? this.#isApplied(watched.peerId, payload, learned, slot)
            : this.#isChosen(watched.peerId, payload, learned, slot))
    if (isTrue) return
    const what = learned === undefined ? 'what it has not learned' : formatEntry(learned.entry)
    const claim = `${who(watched, ticket)} is settled as slot ${slot}`
    throw new Violation('settled is true', `${claim}, which holds ${what}`)
  }

  #isChosen(
    peerId: string,
    payload: Extract<Payload, { type: 'value' }>,
    { entry, judgement }: Learned,
    slot: number
  ): boolean {
    if (entry.type !== 'value' || judgement.origin !== peerId || entry.key !== payload.key) {
      return false
    }
    if (payload.key !== undefined) return true
    if (this.#acknowledged.has(slot)) return false
    this.#acknowledged.add(slot)
    return sameBytes(entry.value, payload.value)
  }

  #isApplied(
    peerId: string,
    { operation }: Extract<Payload, { type: 'operation' }>,
    { entry, judgement }: Learned,
    slot: number
  ): boolean {
    if (entry.type !== 'operation' || judgement.origin !== peerId) return false
    if (this.#acknowledged.has(slot)) return false
    this.#acknowledged.add(slot)
    return sameBytes(entry.operation, operation)
  }

  #count(peerId: string, payload: Payload): Count {
    const key = keyOf(peerId, payload)
    let count = this.#counts.get(key)
    if (count === undefined) {
      count = { asked: 0, never: 0, admitted: 0 }
      this.#counts.set(key, count)
    }
    return count
  }
}

/** Entries that nobody asked for by a proposal of its own. */
function isUnproposed(
  entry: Entry
): entry is Extract<Entry, { type: 'open-session' | 'no-op' | 'repeat' | 'tick' }> {
  return ['open-session', 'no-op', 'repeat', 'tick'].includes(entry.type)
}

function checkCount({ asked, never, admitted }: Count, what: () => string): void {
  if (admitted <= asked - never) return
  const counts = `proposed ${asked} times, withdrawn ${never} times, chosen ${admitted} times`
  throw new Violation('settled is true', `${what()}: ${counts}`)
}

function who({ peerId }: Watched, ticket: number): string {
  return `ticket ${ticket} of ${peerId}`
}

function isDecided(
  payload: Extract<Payload, { type: 'decide' }>,
  { entry }: Learned,
  value: Uint8Array | undefined
): boolean {
  return (
    entry.type === 'decide' &&
    entry.name === payload.name &&
    value !== undefined &&
    sameBytes(entry.value, value)
  )
}

function isStopped(payload: Extract<Payload, { type: 'stop' }>, { entry }: Learned): boolean {
  return entry.type === 'stop' && sameConfiguration(entry.configuration, payload.configuration)
}

/**
 * Tells proposals apart by who made them and what they say, in 53 bits: two that share a key by chance are counted together, which
 * accuses nobody.
 */
function keyOf(origin: string, payload: Payload): number {
  const hash = new Hash()
  hash.mixText(origin)
  if (payload.type === 'stop') {
    hash.mix(payload.configuration.epoch)
    for (const { incarnation } of payload.configuration.voters) hash.mixText(`${incarnation}`)
    return hash.digest
  }
  if (payload.type === 'operation') {
    hash.mix(3)
    hash.mixBytes(payload.operation)
    return hash.digest
  }
  if (payload.type === 'decide') hash.mixText(payload.name)
  else if (payload.key !== undefined) hash.mixText(payload.key)
  hash.mix(payload.type === 'decide' ? 1 : 2)
  hash.mixBytes(payload.value)
  return hash.digest
}
