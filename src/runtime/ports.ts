import type { Frame } from '../wire/frame.js'

/** Monotonic time and timers. */
export interface Clock {
  /** Milliseconds since some fixed moment; never runs backwards and ignores changes of the wall clock. */
  nowMs(): number
  /** Calls `callback` once, at `atMs` or as soon after as possible; the result cancels it. */
  setTimer(atMs: number, callback: () => void): () => void
  /** Calls `callback` soon, after the code that runs now and before any timer. */
  soon(callback: () => void): void
  /** Calls `callback` once the events that are ready now have been handled: later than `soon`, before a timer that is not due. */
  turnEnd(callback: () => void): void
}

/** Hashes of many bytes. */
export interface Digests {
  /** SHA-256; off this thread where possible. */
  sha256(bytes: Uint8Array): Promise<Uint8Array>
}

/** Unpredictable numbers. */
export interface Randomness {
  /** A whole number of 64 random bits. */
  uint64(): bigint
}

/** A stream of its own between two peers: what waits on one holds up nothing on another. Contents of snapshots have theirs. */
export type Lane = 'log' | 'snapshot'

/**
 * Carries frames between peers over authenticated, encrypted connections.
 *
 * Frames to one peer on one lane arrive in order or not at all; a frame may be lost at any time, and nothing tells.
 */
export interface Transport {
  /** PeerId of this peer, in its string form. */
  readonly peerId: string
  /**
   * Sends without waiting. What cannot be sent, because the peer is away or too slow, is dropped.
   *
   * @param lane The default is `log`.
   */
  send(peerId: string, frame: Frame, lane?: Lane): void
  /** Whether a connection to the peer is open now. */
  isConnected(peerId: string): boolean
  /** Whether all open connections to the peer go by way of a third one. */
  isRelayed(peerId: string): boolean
  /** Asks to stay connected to these peers under `key`; replaces what `key` asked for before. */
  keepConnected(key: string, peerIds: readonly string[]): void
  /** Where a peer can be reached, this one included, as far as is known. */
  addressesOf(peerId: string): Promise<readonly string[]>
  /** Tells where a peer could be reached once. */
  addAddresses(peerId: string, addresses: readonly string[]): void
  /**
   * Tells a guest of the members that are kept connected under `key` where they are, now and whenever that changes; `mutually`, also
   * these and other such guests where it is.
   */
  introduce(key: string, peerId: string, mutually: boolean): void
  /** Delivers what arrives and what changes to `handler` from now on; at most one handler at a time. */
  attach(handler: TransportHandler | undefined): void
}

/** What the outside gives to the replicas of a peer, besides their stores. */
export interface Platform {
  readonly clock: Clock
  readonly randomness: Randomness
  readonly digests: Digests
  readonly transport: Transport
}

/** Receives what a {@link Transport} delivers. It must not throw. */
export interface TransportHandler {
  /** Whether so many bytes that `peerId` sends for this group are to be read; else they cost no more than this question. */
  accepts(peerId: string, groupId: Uint8Array, bytes: number): boolean
  /** `peerId` is authenticated by the connection. */
  onFrame(peerId: string, frame: Frame): void
  /** A peer that speaks the protocol connected, or its last connection closed; said again when it is relayed from now on, or no longer. */
  onConnectivity(peerId: string, connected: boolean): void
}
