import { Durations } from './statistics.js'

export interface TrafficInit {
  readonly peerCount: number
  /** Proposals in flight at each peer. */
  readonly inFlight: number
  /** Proposals a second at all peers together; undefined for as many as `inFlight` allows. */
  readonly rate: number | undefined
  /** Proposes `value` at a peer; its answer comes to `onAcknowledged`. */
  readonly propose: (peer: number, value: string) => void
}

/** Milliseconds between two looks at how many proposals are due. */
const tickMs = 5

/** Lets every peer propose, and measures how long its proposals take. */
export class Traffic {
  readonly durations: Durations = new Durations()
  readonly #init: TrafficInit
  /** For each peer that proposes, when its values that wait were proposed. */
  readonly #waiting = new Map<number, Map<string, number>>()
  readonly #serials: number[]
  #timer: NodeJS.Timeout | undefined
  #due = 0
  #turn = 0
  #lastTickMs = 0
  #isRunning = false

  constructor(init: TrafficInit) {
    this.#init = init
    this.#serials = Array.from({ length: init.peerCount }, () => 0)
  }

  /** Proposals that wait at peers that run. */
  get waitingCount(): number {
    let count = 0
    for (const waiting of this.#waiting.values()) count += waiting.size
    return count
  }

  /** Proposals that wait at `peer`. */
  waitingCountAt(peer: number): number {
    return this.#waiting.get(peer)?.size ?? 0
  }

  start(): void {
    this.#isRunning = true
    this.#lastTickMs = performance.now()
    this.#timer = setInterval(() => this.#tick(), tickMs)
  }

  /** Proposes no more; answers to what waits are still taken. */
  stop(): void {
    this.#isRunning = false
    clearInterval(this.#timer)
  }

  /** Lets `peer` propose. */
  onUp(peer: number): void {
    this.#waiting.set(peer, new Map())
    if (this.#isRunning) this.#fill(peer)
  }

  /** The process of `peer` ended: nobody will tell what became of what waits there. */
  onDown(peer: number): void {
    this.#waiting.delete(peer)
  }

  onAcknowledged(peer: number, value: string): void {
    const waiting = this.#waiting.get(peer)
    const proposedMs = waiting?.get(value)
    if (proposedMs === undefined) return
    waiting?.delete(value)
    this.durations.add(performance.now() - proposedMs)
    if (this.#isRunning) this.#fill(peer)
  }

  /** Proposes one more value at `peer`, whatever is in flight, and returns it. */
  proposeAt(peer: number): string {
    const serial = (this.#serials[peer] ?? 0) + 1
    this.#serials[peer] = serial
    const value = `${peer + 1}-${serial}`
    this.#waiting.get(peer)?.set(value, performance.now())
    this.#init.propose(peer, value)
    return value
  }

  #tick(): void {
    const { rate } = this.#init
    if (rate === undefined) {
      for (const peer of this.#waiting.keys()) this.#fill(peer)
      return
    }
    const nowMs = performance.now()
    this.#due += ((nowMs - this.#lastTickMs) / 1000) * rate
    this.#lastTickMs = nowMs
    const peers = [...this.#waiting.keys()]
    for (; this.#due >= 1; this.#due -= 1) {
      this.#turn += 1
      const peer = peers[this.#turn % peers.length]
      if (peer !== undefined && this.#hasRoom(peer)) this.proposeAt(peer)
    }
  }

  #fill(peer: number): void {
    if (this.#init.rate !== undefined) return
    while (this.#hasRoom(peer)) this.proposeAt(peer)
  }

  #hasRoom(peer: number): boolean {
    const waiting = this.#waiting.get(peer)
    return waiting !== undefined && waiting.size < this.#init.inFlight
  }
}
