import type { CallOptions } from '../group/call-limit.js'
import type { Lease } from '../group/objects/lease.js'
import type { HeldLock } from '../group/objects/lock.js'
import { FencedLocks } from './fenced-locks.js'
import type { MapClients } from './map-clients.js'
import { Violation } from './observer.js'
import { effectOf, isLockLost, type Life, type OpenCalls } from './open-calls.js'
import type { ObjectOperation } from './plan.js'

export interface TurnClientsInit {
  readonly open: OpenCalls
  readonly map: MapClients
  readonly fail: (error: unknown) => void
  readonly count: (what: string) => void
  readonly nowMs: () => number
  /** Resolves after so many milliseconds. */
  readonly sleep: (ms: number) => Promise<void>
  /** Whether all clocks ran as fast as time, so far. */
  readonly isTimeTrue: () => boolean
}

/** How often somebody who has a lock or a lease looks how it stands. */
const looks = 6

/** Milliseconds that rounding may take from a lease. */
const roundingMs = 2

/** Clients that have locks and leases for a while. */
export class TurnClients {
  readonly #init: TurnClientsInit
  readonly #locks = new FencedLocks()
  /** Keys that go with leases, by whose they are. */
  readonly #leased = new Map<Life, Set<string>>()
  /** Keys whose lease nobody keeps alive any more. */
  readonly #left = new Set<string>()

  constructor(init: TurnClientsInit) {
    this.#init = init
  }

  async lock(
    life: Life,
    { lock: name, waits, forMs, ttlMs }: Extract<ObjectOperation, { readonly type: 'lock' }>,
    limits: CallOptions
  ): Promise<void> {
    const { open, sleep, count } = this.#init
    const turn = this.#locks.ask(name)
    const lock = life.group.lock(name, { ttlMs })
    const held = await open.attempt<HeldLock | undefined>(life, `acquire ${name}`, () =>
      waits ? lock.acquire(limits) : lock.tryAcquire(limits)
    )
    if (held === undefined) return
    this.#locks.grant(turn, held.token)
    for (let i = 0; i < looks; i += 1) {
      count(this.#locks.use(turn) ? 'lock used' : 'lock refused')
      await sleep(forMs / looks)
      if (life.isOver) return
    }
    this.#locks.use(turn)
    try {
      await open.track(life, `release ${name}`, () => held.release())
      this.#locks.release(turn)
      count('lock released')
    } catch (error) {
      if (effectOf(error) === undefined) this.#init.fail(error)
      else if (isLockLost(error)) count('lock lost')
    }
  }

  async lease(
    life: Life,
    { forMs, ttlMs }: Extract<ObjectOperation, { readonly type: 'lease' }>
  ): Promise<void> {
    const { open, map, sleep, count } = this.#init
    const lease = await open.attempt(life, 'lease', () => life.group.lease({ ttlMs }))
    if (lease === undefined) return
    const look = this.#onLost(life, lease)
    const { key, isSet } = await map.setLeased(life, lease)
    const keys = this.#leased.get(life) ?? new Set()
    this.#leased.set(life, keys.add(key))
    for (let i = 0; i < looks && !lease.signal.aborted; i += 1) {
      look()
      await sleep(forMs / looks)
      if (life.isOver) return
    }
    const isLost = lease.signal.aborted
    count(isLost ? 'lease lost' : 'lease kept')
    const released = await open.attempt(life, 'release a lease', async () => {
      await lease.release()
      return isSet && !isLost && (await map.has(life, key))
    })
    if (released !== undefined) keys.delete(key)
    if (released === true) {
      const text = `${key} is there after its lease was given up`
      this.#init.fail(new Violation('a lease lasts, and ends', text))
    }
  }

  /** Expects that what nobody keeps alive goes, at this member too. */
  audit(life: Life): void {
    const { open, map, count } = this.#init
    for (const key of this.#left) {
      void open
        .attempt(life, `the end of ${key}`, () => map.untilGone(life, key))
        .then(() => count('leased key gone'))
    }
  }

  end(life: Life): void {
    for (const key of this.#leased.get(life) ?? []) this.#left.add(key)
    this.#leased.delete(life)
  }

  /** @throws Violation if what clients were told cannot be true. */
  check(): void {
    this.#locks.check()
  }

  /** Expects that the lease is not lost before it said it could be; returns what to call now and then to know when that is. */
  #onLost(life: Life, lease: Lease): () => void {
    const { nowMs, isTimeTrue, fail } = this.#init
    let safeUntilMs = 0
    const look = (): void => {
      safeUntilMs = Math.max(safeUntilMs, nowMs() + lease.remainingMs)
    }
    look()
    lease.addEventListener('lost', ({ detail: { error } }) => {
      const isEarly = nowMs() < safeUntilMs - roundingMs
      if (!isEarly || life.isOver || life.group.status().state !== 'open' || !isTimeTrue()) return
      const text = `lost ${safeUntilMs - nowMs()} ms before its time: ${error.message}`
      fail(new Violation('a lease lasts, and ends', text))
    })
    return look
  }
}
