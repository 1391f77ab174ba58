import type { MuxerName } from '../test/support/libp2p-node.js'
import type { Latency } from './statistics.js'
import type { Watched } from './watch.js'

/** Bytes of every value and of every message that it is compared with. */
export const valueBytes = 100

/** What a voter's process can be told to do, with parameters and results that survive JSON. */
export interface Commands {
  /** Starts the node and opens the group; resolves before the group has a quorum. */
  start: {
    readonly params: {
      /** Protobuf form of the private key, in base64. */
      readonly privateKey: string
      readonly directory: string
      readonly founders: readonly string[]
      readonly state?: StateSize
      readonly muxer?: MuxerName
      /** Address to listen at; that of the loopback interface by default. */
      readonly host?: string
    }
    readonly result: Started
  }
  /** Starts the node and joins the group of an invite, as one that would vote; resolves once it was admitted. */
  join: {
    readonly params: {
      readonly privateKey: string
      readonly directory: string
      readonly invite: string
      readonly state?: StateSize
    }
    readonly result: null
  }
  invite: { readonly params: null; readonly result: { readonly invite: string } }
  reconfigure: {
    readonly params: { readonly add: readonly string[]; readonly remove: readonly string[] }
    readonly result: null
  }
  /** Resolves once everything up to a slot is known to be chosen here. */
  learned: { readonly params: { readonly slot: number }; readonly result: null }
  /** Proposes with so many values waiting at any time, until the load is stopped. */
  startLoad: { readonly params: { readonly inFlight: number }; readonly result: null }
  stopLoad: { readonly params: null; readonly result: LoadReport }
  /** Proposes with so many values waiting at any time, or just watches the event loop, until the watch is stopped. */
  startWatch: { readonly params: { readonly inFlight: number }; readonly result: null }
  /** What was seen since the last time. */
  lap: { readonly params: null; readonly result: Watched }
  stopWatch: { readonly params: null; readonly result: null }
  /** Resolves once the machine is asked for a snapshot, and once that is there. */
  snapshotBegun: { readonly params: null; readonly result: null }
  snapshotTaken: { readonly params: null; readonly result: null }
  /** Resolves once the machine was restored from another member's snapshot and everything chosen until then is applied. */
  restored: { readonly params: null; readonly result: null }
  /** Tells where another voter listens. */
  introduce: { readonly params: Address; readonly result: null }
  /** Resolves once the group has a quorum, every voter answers and everything chosen so far is known here. */
  ready: { readonly params: null; readonly result: null }
  status: { readonly params: null; readonly result: VoterStatus }
  /** Proposes one value after the other. */
  proposeSingly: { readonly params: { readonly count: number }; readonly result: Latency }
  /** Proposes with so many values waiting at any time. */
  proposeMany: {
    readonly params: Load & {
      /** Bytes of a value; {@link valueBytes} by default. */
      readonly valueBytes?: number
    }
    readonly result: Rate
  }
  /** Sets all keys of a map. */
  fillMap: { readonly params: null; readonly result: null }
  /** Does something with a map, with so many calls waiting at any time. */
  runObjects: {
    readonly params: Load & { readonly kind: ObjectOperation }
    readonly result: Rate
  }
  /** Does something with a map, one call after the other. */
  runObjectsSingly: {
    readonly params: { readonly kind: ObjectOperation; readonly count: number }
    readonly result: Latency
  }
  /** Watches every key of the map by itself, until told to stop. */
  watchKeys: { readonly params: null; readonly result: null }
  stopWatchingKeys: { readonly params: null; readonly result: null }
  /** Proposes so many values a second; the processor's time of this process for each of them. */
  proposePaced: {
    readonly params: { readonly perSecond: number; readonly durationMs: number }
    readonly result: { readonly cpuUs: number }
  }
  /** Joins the group of an invite with so many nodes, as learners. */
  joinMany: {
    readonly params: { readonly invite: string; readonly count: number }
    readonly result: null
  }
  /** By how many slots the last of these is behind `slot`. */
  lag: { readonly params: { readonly slot: number }; readonly result: { readonly slots: number } }
  /** Proposes until so many slots are chosen. */
  fill: {
    readonly params: { readonly chosenSlotMax: number; readonly inFlight: number }
    readonly result: null
  }
  /** Signals a process or runs a command between two proposals, and measures until the next acknowledgement. */
  failAndPropose: {
    readonly params: Failure
    readonly result: { readonly outageMs: number }
  }
  heap: { readonly params: null; readonly result: Heap }
  /** Round trips of a message to one peer on a bare stream. */
  echo: {
    readonly params: { readonly peerId: string; readonly count: number }
    readonly result: Latency
  }
  /** Messages to several peers on bare streams, each done with its first reply. */
  broadcast: {
    readonly params: Load & { readonly peerIds: readonly string[] }
    readonly result: Rate
  }
  /** Messages of any length to several peers on bare streams, each answered with one byte. */
  flow: { readonly params: Flow; readonly result: Rate }
  /** The processors' time that the process took so far. */
  cpu: { readonly params: null; readonly result: { readonly cpuUs: number } }
  /** Opens groups of the same founders until there are so many. */
  openGroups: {
    readonly params: { readonly count: number; readonly founders: readonly string[] }
    readonly result: null
  }
  /** Proposes in one of these groups after the other. */
  proposeInGroups: { readonly params: Load; readonly result: Rate }
  /** Appends one durable entry after the other to a store of the same kind. */
  appendSingly: {
    readonly params: { readonly directory: string; readonly count: number }
    readonly result: Latency
  }
  /** Appends entries with so many of them waiting at any time. */
  appendMany: {
    readonly params: Load & { readonly directory: string }
    readonly result: Rate
  }
  /** Has the process go at half its speed, until that is stopped. */
  startDrag: { readonly params: null; readonly result: null }
  stopDrag: { readonly params: null; readonly result: null }
  startProfile: { readonly params: null; readonly result: null }
  stopProfile: { readonly params: { readonly path: string }; readonly result: null }
}

/** What is done with a map; `mixed` writes one time in ten, and reads the others. */
export type ObjectOperation = 'set' | 'get' | 'local-get' | 'mixed'

export type CommandName = keyof Commands

export interface Address {
  readonly peerId: string
  readonly addresses: readonly string[]
}

/** What is done to a leader. */
export type Failure =
  | { readonly pid: number; readonly signal: 'SIGKILL' | 'SIGSTOP' }
  | { readonly command: readonly string[] }

/** A machine that the group has. */
export interface StateSize {
  readonly bytes: number
  readonly snapshotEveryBytes: number
}

export interface Started extends Address {
  /** How long it took to open the group, its store included, and the most memory that the process had meanwhile. */
  readonly openMs: number
  readonly rss: number
}

export interface VoterStatus {
  readonly leader: string | null
  readonly chosenSlotMax: number
}

export interface Load {
  readonly inFlight: number
  readonly durationMs: number
}

/** What became of a load. */
export interface LoadReport {
  readonly acknowledged: number
  /** Values that were acknowledged and are not in the log where that said. */
  readonly lost: number
  /** The longest time between two acknowledgements. */
  readonly pauseMaxMs: number
}

/** How messages flow to several peers. */
export interface Flow extends Load {
  readonly peerIds: readonly string[]
  /** Peers that must answer a message until it counts as done. */
  readonly answers: number
  readonly messageBytes: number
}

export interface Rate {
  readonly perSecond: number
}

/** Bytes after a forced collection: of objects, and of the buffers outside the heap that they hold. */
export interface Heap {
  readonly heapUsed: number
  readonly arrayBuffers: number
}

/** What the parent sends to a voter's process. */
export type Request = {
  [Name in CommandName]: {
    readonly id: number
    readonly name: Name
    readonly params: Commands[Name]['params']
  }
}[CommandName]

/** What comes back for each request. */
export type Reply =
  | { readonly id: number; readonly result: unknown }
  | { readonly id: number; readonly error: string }
