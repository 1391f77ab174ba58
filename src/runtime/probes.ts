import type { Probe } from '../wire/frame.js'
import type { Platform } from './ports.js'

/** A replica without anything to do, which relies on what is known of the peers of its group's other voters. */
export interface Watcher {
  readonly peerIds: readonly string[]
  /** How often they are to be asked. */
  readonly intervalMs: number
  /** It is known of all of them whether they are there; or else that is no longer so of one. */
  readonly onVouch: (holds: boolean) => void
}

/** Intervals without an answer after which a peer is not there. */
const silentMax = 2

/** What is known of a peer: the number that it answers with, or that it does not answer. */
type State = bigint | 'silent' | undefined

interface Watched {
  readonly watchers: Set<Watcher>
  intervalMs: number
  /** The last round that was answered. */
  round: number
  silentIntervals: number
  state: State
  dueAtMs: number
  cancelTimer: () => void
}

/**
 * Whether other peers are there, asked for all groups at once: then the groups in which nothing happens need not ask.
 *
 * Everyone who relies on what is known of a peer is told when that changes, and asks for itself. A peer answers with a number that changes
 * when it stops a replica, so that a group is not taken to be well because its peer is.
 */
export class Probes {
  readonly #platform: Platform
  #generation: bigint
  #round = 0
  readonly #peers = new Map<string, Watched>()
  /** Those that rely on what is known. */
  readonly #assured = new Set<Watcher>()

  constructor(platform: Platform) {
    this.#platform = platform
    this.#generation = platform.randomness.uint64()
  }

  /** Asks after the watcher's peers from now on, until `unwatch`. */
  watch(watcher: Watcher): void {
    for (const peerId of watcher.peerIds) {
      const peer = this.#peers.get(peerId) ?? this.#begin(peerId, watcher.intervalMs)
      peer.watchers.add(watcher)
      peer.intervalMs = Math.min(peer.intervalMs, watcher.intervalMs)
    }
    this.#assure(watcher)
  }

  unwatch(watcher: Watcher): void {
    this.#assured.delete(watcher)
    for (const peerId of watcher.peerIds) {
      const peer = this.#peers.get(peerId)
      if (peer === undefined) continue
      peer.watchers.delete(watcher)
      if (peer.watchers.size > 0) continue
      peer.cancelTimer()
      this.#peers.delete(peerId)
    }
  }

  /** A replica of this peer stopped: those that rely on it must ask for themselves. */
  onStopped(): void {
    this.#generation = this.#platform.randomness.uint64()
  }

  /** Another peer asks, or answers. */
  onProbe(from: string, { round, generation }: Probe): void {
    if (generation === undefined) this.#send(from, { round, generation: this.#generation })
    else this.#onReply(from, round, generation)
  }

  #onReply(from: string, round: number, generation: bigint): void {
    const peer = this.#peers.get(from)
    if (peer === undefined || round <= peer.round || round > this.#round) return
    peer.round = round
    peer.silentIntervals = 0
    this.#learn(peer, generation)
  }

  /** Tells everyone that relies on what was known, then those who wait for it. */
  #learn(peer: Watched, state: State): void {
    if (peer.state === state) return
    peer.state = state
    const watchers = [...peer.watchers]
    for (const watcher of watchers) {
      if (this.#assured.delete(watcher)) watcher.onVouch(false)
      else this.#assure(watcher)
    }
  }

  #assure(watcher: Watcher): void {
    const { peerIds } = watcher
    if (peerIds.some(peerId => this.#peers.get(peerId)?.state === undefined)) return
    this.#assured.add(watcher)
    watcher.onVouch(true)
  }

  #begin(peerId: string, intervalMs: number): Watched {
    const peer: Watched = {
      watchers: new Set(),
      intervalMs,
      round: this.#round,
      silentIntervals: 0,
      state: undefined,
      dueAtMs: 0,
      cancelTimer: () => undefined
    }
    this.#peers.set(peerId, peer)
    this.#ask(peerId, peer)
    return peer
  }

  #ask(peerId: string, peer: Watched): void {
    const { clock } = this.#platform
    this.#round += 1
    this.#send(peerId, { round: this.#round })
    peer.dueAtMs = clock.nowMs() + peer.intervalMs
    peer.cancelTimer = clock.setTimer(peer.dueAtMs, () => this.#onTimer(peerId, peer))
  }

  #send(to: string, probe: Probe): void {
    this.#platform.transport.send(to, { sections: [], probe })
  }

  #onTimer(peerId: string, peer: Watched): void {
    // A process that was itself asleep has no right to call others silent.
    const slept = this.#platform.clock.nowMs() - peer.dueAtMs > peer.intervalMs
    if (!slept) peer.silentIntervals += 1
    if (peer.silentIntervals >= silentMax) this.#learn(peer, 'silent')
    this.#ask(peerId, peer)
  }
}
