import { CompactedError } from '../errors.js'
import type { CallOptions } from '../group/call-limit.js'
import { stringCodec } from '../group/codec.js'
import type { Consistency } from '../group/objects/host.js'
import type { Conditional, MapEntry, ReplicatedMap } from '../group/objects/map.js'
import { checkLinearizable } from './linearizability.js'
import { MapTimeline, type WatchedRange } from './map-timeline.js'
import { Violation } from './observer.js'
import { effectOf, type Life, type OpenCalls, RecordedCalls } from './open-calls.js'
import type { MapWriteKind } from './plan.js'
import { type Content, type MapOperation, type MapResult, mapModel } from './sequential-models.js'

export interface MapClientsInit {
  readonly open: OpenCalls
  /** Told what must never be. */
  readonly fail: (error: unknown) => void
  readonly count: (what: string) => void
  /** Whether a life is to watch the map. */
  readonly watches: (life: Life) => boolean
}

type Entry = MapEntry<string> | undefined

/** A write that a member called for. */
interface Write {
  slot: number | undefined
}

/** What a life did with the map. */
interface Account {
  /** The latest slot that it was told. */
  slot: number
  readonly writes: Write[]
  /** Snapshots that were installed, and watches that ended for it. */
  installs: number
  compactions: number
  watched: WatchedRange | undefined
}

/** How keys begin that go with a lease. */
const leasedPrefix = 'leased '

/** Clients of one map: what they read, write and watch, and whether all of that can be. Each value is set once. */
export class MapClients {
  readonly #init: MapClientsInit
  readonly #calls: RecordedCalls<MapOperation, MapResult>
  readonly #timeline = new MapTimeline()
  readonly #accounts = new Map<Life, Account>()
  /** Reads that were to see writes called for at their member before. */
  readonly #sessionReads: { readonly slot: number; readonly before: readonly Write[] }[] = []
  /** The latest slot that anybody was told. */
  #slotMax = 0
  #values = 0

  constructor(init: MapClientsInit) {
    this.#init = init
    this.#calls = new RecordedCalls(init.open, init.fail)
  }

  async read(
    life: Life,
    key: string,
    consistency: Consistency,
    limits: CallOptions
  ): Promise<void> {
    await this.#look(life, key, consistency, async () => {
      const { slot, entry } = await this.#map(life).read(key, { consistency, ...limits })
      this.#timeline.read(slot, key, entry)
      return { slot, found: entry?.value ?? null }
    })
  }

  /** Reads both keys of a pair at once. */
  async readPair(
    life: Life,
    key: string,
    consistency: Consistency,
    limits: CallOptions
  ): Promise<void> {
    await this.#look(life, key, consistency, async () => {
      const { slot, left, right } = await this.#scanPair(life, key, { consistency, ...limits })
      return { slot, found: pairContent(left, right) }
    })
  }

  async write(life: Life, key: string, how: MapWriteKind, limits: CallOptions): Promise<void> {
    const map = this.#map(life)
    if (how === 'set' || how === 'delete') {
      const value = this.#nextValue
      const operation = how === 'set' ? { type: how, key, value } : { type: how, key }
      await this.#write(life, operation, async () => {
        const { slot, existed } =
          how === 'set' ? await map.set(key, value, limits) : await map.delete(key, limits)
        if (how === 'set') this.#timeline.change(slot, key, value)
        else if (existed) this.#timeline.change(slot, key, null)
        return { slot, result: { existed } }
      })
      return
    }
    const known =
      how === 'set-if-absent' ? undefined : (await map.read(key, { consistency: 'local' })).entry
    const value = this.#nextValue
    const operation = {
      type: 'compare-and-set',
      key,
      expected: known?.value ?? null,
      value
    } as const
    await this.#write(life, operation, async () => {
      const set =
        known === undefined
          ? await map.setIfAbsent(key, value, limits)
          : await map.compareAndSet(key, known.version, value, limits)
      return { slot: set.slot, result: { found: this.#onConditional(set, key, known, value) } }
    })
  }

  /** Moves an amount from one key of a pair to the other: their sum stays 0. */
  async move(life: Life, key: string, amount: number, limits: CallOptions): Promise<void> {
    const [leftKey, rightKey] = pairKeys(key)
    const { left, right } = await this.#scanPair(life, key, { consistency: 'local' })
    const newLeft = `${balance(left) - amount} ${this.#nextValue}`
    const newRight = amount === 0 ? right?.value : `${balance(right) + amount} ${this.#nextValue}`
    const expected = pairContent(left, right)
    const value = `${newLeft}|${newRight ?? ''}`
    await this.#write(life, { type: 'compare-and-set', key, expected, value }, async () => {
      const { slot, succeeded, found } = await this.#map(life).transaction(
        {
          conditions: [
            { key: leftKey, version: left?.version ?? 0 },
            { key: rightKey, version: right?.version ?? 0 }
          ],
          actions: [
            { type: 'set', key: leftKey, value: newLeft },
            ...(amount === 0
              ? []
              : [{ type: 'set', key: rightKey, value: newRight ?? '' } as const])
          ],
          otherwise: [
            { type: 'get', key: leftKey },
            { type: 'get', key: rightKey }
          ]
        },
        limits
      )
      const [foundLeft, foundRight = succeeded ? right : undefined] = found
      const content = pairContent(foundLeft, foundRight)
      if (succeeded !== (content === expected)) {
        throw new Violation('settled is true', `${key} was ${content}, and ${expected} expected`)
      }
      if (succeeded) {
        this.#timeline.change(slot, leftKey, newLeft)
        if (amount !== 0) this.#timeline.change(slot, rightKey, newRight ?? '')
      } else {
        this.#timeline.read(slot, leftKey, foundLeft)
        this.#timeline.read(slot, rightKey, foundRight)
      }
      return { slot, result: { found: content } }
    })
  }

  /** Sets a key of its own that goes with a lease; resolves with the key, and whether it is set. */
  async setLeased(
    life: Life,
    lease: Awaited<ReturnType<Life['group']['lease']>>
  ): Promise<{ readonly key: string; readonly isSet: boolean }> {
    const value = this.#nextValue
    const key = `${leasedPrefix}${value}`
    const set = await this.#init.open.attempt(life, `set ${key}`, async () => {
      const { slot } = await this.#map(life).set(key, value, { lease })
      this.#timeline.change(slot, key, value)
      return slot
    })
    return { key, isSet: set !== undefined }
  }

  /** Whether a key is there, for whoever asks now. */
  async has(life: Life, key: string): Promise<boolean> {
    const { slot, entry } = await this.#map(life).read(key)
    this.#timeline.read(slot, key, entry)
    return entry !== undefined
  }

  /** Resolves once the key is gone at this member. */
  async untilGone(life: Life, key: string): Promise<void> {
    while (!this.#timeline.isGone(key)) {
      const { slot, entry } = await this.#map(life).read(key)
      if (entry === undefined) return
      try {
        for await (const { type } of this.#map(life).watch({ key, slot: slot + 1 })) {
          if (type === 'delete') return
        }
        return
      } catch (error) {
        if (!(error instanceof CompactedError)) throw error
      }
    }
  }

  end(life: Life): void {
    this.#accounts.delete(life)
  }

  /**
   * Judges what all calls so far were told.
   *
   * @throws Violation if it cannot be true.
   */
  async check(): Promise<void> {
    for (const [life, account] of this.#accounts) await this.#finishWatch(life, account)
    for (const { slot, before } of this.#sessionReads) {
      const missed = before.find(write => write.slot !== undefined && write.slot > slot)
      if (missed === undefined) continue
      const text = `a session read of ${slot} does not see the write in ${missed.slot} before it`
      throw new Violation('reads are current', text)
    }
    const unsure = new Set(
      this.#calls.history.calls.flatMap(({ operation: { type, key }, outcome }) => {
        const isKnown = outcome.type === 'returned' && outcome.result.existed !== undefined
        return type === 'delete' && outcome.type !== 'failed' && !isKnown ? [key] : []
      })
    )
    this.#timeline.check(key => key.startsWith(leasedPrefix) || unsure.has(key))
    checkLinearizable(mapModel, this.#calls.history.calls)
  }

  get #nextValue(): string {
    this.#values += 1
    return String(this.#values)
  }

  /** The map, which the life may begin to watch now. */
  #map(life: Life): ReplicatedMap<string> {
    this.#account(life)
    return life.group.map('map', { codec: stringCodec })
  }

  #account(life: Life): Account {
    const known = this.#accounts.get(life)
    if (known !== undefined) return known
    const account: Account = {
      slot: 0,
      writes: [],
      installs: 0,
      compactions: 0,
      watched: undefined
    }
    this.#accounts.set(life, account)
    if (this.#init.watches(life)) {
      life.group.addEventListener('snapshot:install', () => {
        account.installs += 1
      })
      void this.#watch(life, account)
    }
    return account
  }

  /** A read of this consistency: what it must have seen, and that it sees no less than one before. */
  async #look(
    life: Life,
    key: string,
    consistency: Consistency,
    ask: () => Promise<{ readonly slot: number; readonly found: Content }>
  ): Promise<void> {
    const account = this.#account(life)
    const slotMin = consistency === 'linearizable' ? this.#slotMax : account.slot
    const before = consistency === 'session' ? [...account.writes] : []
    const look = async (): Promise<MapResult> => {
      const { slot, found } = await ask()
      const least = Math.max(slotMin, account.slot)
      if (slot < least) {
        const text = `a ${consistency} read of ${slot} at ${life.peerId} should be of ${least} at least`
        throw new Violation('reads are current', text)
      }
      if (before.length > 0) this.#sessionReads.push({ slot, before })
      this.#onTold(account, slot)
      this.#init.count(`${consistency} read`)
      return { found }
    }
    if (consistency === 'linearizable') await this.#calls.call(life, { type: 'read', key }, look)
    else await this.#init.open.attempt(life, `${consistency} read of ${key}`, look)
  }

  async #write(
    life: Life,
    operation: MapOperation,
    ask: () => Promise<{ readonly slot: number; readonly result: MapResult }>
  ): Promise<void> {
    const account = this.#account(life)
    const write: Write = { slot: undefined }
    account.writes.push(write)
    await this.#calls.call(life, operation, async () => {
      const { slot, result } = await ask()
      write.slot = slot
      this.#onTold(account, slot)
      this.#init.count(`map ${operation.type}`)
      return result
    })
  }

  /** What a conditional write found. */
  #onConditional(set: Conditional<string>, key: string, known: Entry, value: string): Content {
    const { slot } = set
    if (set.succeeded) {
      this.#timeline.change(slot, key, value)
      return known?.value ?? null
    }
    this.#timeline.read(slot, key, set.entry)
    if (set.entry?.version === known?.version) {
      throw new Violation('settled is true', `${key} is as expected in ${slot}, and was not set`)
    }
    return set.entry?.value ?? null
  }

  #onTold(account: Account, slot: number): void {
    account.slot = Math.max(account.slot, slot)
    this.#slotMax = Math.max(this.#slotMax, slot)
  }

  async #scanPair(
    life: Life,
    key: string,
    options: CallOptions & { readonly consistency: Consistency }
  ): Promise<{ readonly slot: number; readonly left: Entry; readonly right: Entry }> {
    const [leftKey, rightKey] = pairKeys(key)
    const { slot, entries } = await this.#map(life).scan({ prefix: `${key}/`, ...options })
    const [left, right] = [leftKey, rightKey].map(each => entries.find(entry => entry.key === each))
    this.#timeline.read(slot, leftKey, left)
    this.#timeline.read(slot, rightKey, right)
    const sum = balance(left) + balance(right)
    if (sum !== 0) {
      const text = `the sum of ${key} is ${sum} in ${slot}: ${pairContent(left, right)}`
      throw new Violation('one state per slot', text)
    }
    return { slot, left, right }
  }

  /** Watches all keys, from what is known here on, and again after each snapshot that is installed. */
  async #watch(life: Life, account: Account): Promise<void> {
    try {
      while (!life.isOver) {
        const { slot } = await this.#map(life).scan({ limit: 1, consistency: 'local' })
        account.watched = this.#timeline.watch(slot + 1)
        await this.#watchOnce(life, account, account.watched)
        if (life.group.status().state !== 'open') return
      }
    } catch (error) {
      if (effectOf(error) === undefined) this.#init.fail(error)
    }
  }

  async #watchOnce(life: Life, account: Account, watched: WatchedRange): Promise<void> {
    try {
      const { firstSlot: slot } = watched
      for await (const event of this.#map(life).watch({ slot })) {
        if (life.isOver) return
        watched.tell(event)
        this.#init.count('watch told')
      }
    } catch (error) {
      if (!(error instanceof CompactedError)) throw error
      account.compactions += 1
      this.#init.count('watch compacted')
    }
  }

  /** Whoever watches to the end was told everything that can be read there. */
  async #finishWatch(life: Life, { watched, installs, compactions }: Account): Promise<void> {
    if (compactions > installs) {
      const text = `${compactions} watches at ${life.peerId} were overtaken by ${installs} snapshots`
      throw new Violation('watched without gaps', text)
    }
    if (watched === undefined || life.group.status().state !== 'open') return
    const { slot } = await this.#map(life).scan({ limit: 1, consistency: 'local' })
    watched.lastSlot = Math.max(watched.lastSlot, slot)
  }
}

function pairKeys(key: string): readonly [string, string] {
  return [`${key}/left`, `${key}/right`]
}

/** Both values; null if neither is there. */
function pairContent(left: Entry, right: Entry): Content {
  if (left === undefined && right === undefined) return null
  return `${left?.value ?? ''}|${right?.value ?? ''}`
}

/** What a key of a pair says first; the rest makes it unlike all others. */
function balance(entry: Entry): number {
  return Number.parseInt(entry?.value ?? '0', 10)
}
