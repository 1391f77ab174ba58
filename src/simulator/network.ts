import { type Connection, Link, type LinkConditions } from './link.js'
import type { Random } from './random.js'
import type { Scheduler } from './scheduler.js'

/** One life of a process, as the network sees it. */
export interface Endpoint {
  readonly peerId: string
  /** Whether the process answers at all: it is not paused. */
  readonly isRunning: boolean
  onArrival(from: string, connection: Connection, bytes: Uint8Array): void
  onOpened(peerId: string, connection: Connection): void
  onClosed(peerId: string, connection: Connection): void
}

/**
 * How the connections of a process end with it.
 *
 * - `close`: the others are told, after everything that it sent has arrived.
 * - `reset`: what is under way is lost, then the others are told.
 * - `silent`: the others are not told; they find out when the peer comes back, or by its silence.
 */
export type Ending = 'close' | 'reset' | 'silent'

export interface NetworkInit {
  readonly scheduler: Scheduler
  readonly random: Random
  readonly peerIds: readonly string[]
  readonly conditions: LinkConditions
  readonly onFault: (fault: string) => void
}

interface Pair {
  readonly ends: readonly [string, string]
  readonly random: Random
  /** Whether the two may not connect: an announced partition. */
  isForbidden: boolean
  isDialling: boolean
  connection: Connection | undefined
}

/** The least and most milliseconds that it takes to connect; and to try again. */
const dialMs = [2, 30] as const

/** The longest queue that a healed link may begin with, in milliseconds that it takes to leave. */
const backlogMsMax = 10

/** Links in both directions between any two peers, and the connections over them, which peers keep up by themselves. */
export class Network {
  readonly #scheduler: Scheduler
  readonly #onFault: (fault: string) => void
  readonly #endpoints = new Map<string, Endpoint>()
  readonly #links = new Map<string, Map<string, Link>>()
  readonly #pairs: Pair[] = []

  constructor(init: NetworkInit) {
    const { scheduler, random, peerIds, onFault, conditions } = init
    this.#scheduler = scheduler
    this.#onFault = onFault
    for (const from of peerIds) {
      const links = new Map<string, Link>()
      this.#links.set(from, links)
      for (const to of peerIds) {
        if (from === to) continue
        const link = new Link({
          scheduler,
          random: random.fork(`link ${from}>${to}`),
          conditions,
          onArrival: (connection, bytes) => {
            this.#endpoints.get(to)?.onArrival(from, connection, bytes)
          },
          onFault
        })
        links.set(to, link)
        if (from > to) continue
        const pair: Pair = {
          ends: [from, to],
          random: random.fork(`connection ${from}${to}`),
          isForbidden: false,
          isDialling: false,
          connection: undefined
        }
        this.#pairs.push(pair)
      }
    }
  }

  /** The link from one peer to another. */
  link(from: string, to: string): Link {
    const link = this.#links.get(from)?.get(to)
    if (link === undefined) throw new RangeError(`no link ${from}>${to}`)
    return link
  }

  /** All links. */
  get links(): readonly Link[] {
    return [...this.#links.values()].flatMap(links => [...links.values()])
  }

  /** A process began: it and the others connect. */
  attach(endpoint: Endpoint): void {
    this.#endpoints.set(endpoint.peerId, endpoint)
    for (const pair of this.#pairs) {
      if (pair.ends.includes(endpoint.peerId)) this.#dial(pair)
    }
  }

  /** A process ended. */
  detach(endpoint: Endpoint, ending: Ending): void {
    const { peerId } = endpoint
    if (this.#endpoints.get(peerId) !== endpoint) return
    this.#endpoints.delete(peerId)
    for (const { ends, connection } of this.#pairs) {
      const other = ends[0] === peerId ? ends[1] : ends[0]
      if (!ends.includes(peerId) || connection === undefined) continue
      connection.isOpen = false
      if (ending === 'silent') continue
      if (ending === 'reset') connection.isReset = true
      this.#scheduler.at(this.link(peerId, other).arrivalMs(), () => {
        this.#endpoints.get(other)?.onClosed(peerId, connection)
      })
    }
  }

  /** Closes the connection between two peers and opens none any more; what is under way is lost, and both are told. */
  disconnect(a: string, b: string): void {
    this.#pair(a, b).isForbidden = true
    this.reset(a, b)
  }

  /** Lets two peers connect again. */
  connect(a: string, b: string): void {
    const pair = this.#pair(a, b)
    pair.isForbidden = false
    this.#dial(pair)
  }

  /** Makes every link as good as at first. A connection with a long queue is closed: who waits for it would wait on. */
  heal(): void {
    for (const [from, links] of this.#links) {
      for (const [to, link] of links) {
        link.alter()
        if (link.backlogMs > backlogMsMax) this.reset(from, to)
      }
    }
  }

  /** Closes the connection between two peers, who open another one; what is under way is lost. */
  reset(a: string, b: string): void {
    const pair = this.#pair(a, b)
    const { connection, ends, random } = pair
    if (connection?.isOpen) {
      this.#onFault('connection reset')
      connection.isOpen = false
      connection.isReset = true
      this.link(a, b).clear()
      this.link(b, a).clear()
      ends.forEach((end, i) => {
        const atMs = this.#scheduler.nowMs + random.between(0, dialMs[0])
        this.#scheduler.at(atMs, () => {
          this.#endpoints.get(end)?.onClosed(ends[1 - i] ?? '', connection)
        })
      })
    }
    this.#dial(pair)
  }

  #pair(a: string, b: string): Pair {
    const pair = this.#pairs.find(({ ends }) => ends.includes(a) && ends.includes(b) && a !== b)
    if (pair === undefined) throw new RangeError(`no pair ${a}${b}`)
    return pair
  }

  #dial(pair: Pair): void {
    if (pair.isDialling || pair.isForbidden) return
    pair.isDialling = true
    this.#scheduler.at(this.#scheduler.nowMs + pair.random.between(...dialMs), () => {
      pair.isDialling = false
      this.#open(pair)
    })
  }

  #open(pair: Pair): void {
    const [a, b] = pair.ends
    const [left, right] = [this.#endpoints.get(a), this.#endpoints.get(b)]
    if (pair.isForbidden || pair.connection?.isOpen) return
    if (left === undefined || right === undefined) return
    const isPassable = this.link(a, b).isOpen && this.link(b, a).isOpen
    if (!isPassable || !left.isRunning || !right.isRunning) {
      this.#dial(pair)
      return
    }
    const connection = { isOpen: true, isReset: false }
    pair.connection = connection
    left.onOpened(b, connection)
    right.onOpened(a, connection)
  }
}
