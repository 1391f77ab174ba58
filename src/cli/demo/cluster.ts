import { rmSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { peerIdFromPrivateKey } from '@libp2p/peer-id'
import { loadOrCreateKey } from '../key.js'
import type { PeerEvent } from '../ndjson.js'
import type { MdnsOptions } from '../node.js'
import { type PeerExit, PeerProcess } from './peer-process.js'
import { freePorts } from './ports.js'

/** What a cluster is made of. */
export interface ClusterInit {
  /** Path of the command line's `main.js`. */
  readonly main: string
  readonly peerCount: number
  /**
   * How many of them, from the first one on, are founders.
   *
   * @default all
   */
  readonly founderCount?: number
  /** Undefined for a list of bootstrap addresses. */
  readonly mdns: MdnsOptions | undefined
  readonly onEvent: (peer: number, event: PeerEvent) => void
  /** A peer's process ended, asked or not. */
  readonly onExit: (peer: number, exit: PeerExit) => void
}

/** How the process of a peer is started. */
export interface StartOptions {
  /** Joins by this invite; a founder needs none. */
  readonly invite?: string | undefined
  /** More arguments. */
  readonly args?: readonly string[]
}

interface Place {
  readonly directory: string
  readonly peerId: string
  readonly port: number
}

const groupName = 'demo'

/** Milliseconds that peers have to close in order. */
const closeMs = 10_000

const removal = { recursive: true, force: true, maxRetries: 10, retryDelay: 50 } as const

/**
 * Peers of one group, each a process of this machine with a directory of its own. Once made, it must be removed: a process that
 * exits without doing so removes it by force.
 */
export class Cluster {
  readonly directory: string
  readonly #init: ClusterInit
  readonly #places: readonly Place[]
  readonly #processes: (PeerProcess | undefined)[]

  private constructor(init: ClusterInit, directory: string, places: readonly Place[]) {
    this.directory = directory
    this.#init = init
    this.#places = places
    this.#processes = places.map(() => undefined)
    process.once('exit', this.#removeNow)
  }

  /** Makes directories, keys and addresses; nothing runs yet. */
  static async create(init: ClusterInit): Promise<Cluster> {
    const directory = await mkdtemp(join(tmpdir(), 'libp2p-paxos-demo-'))
    try {
      const ports = await freePorts(init.peerCount)
      const places = await Promise.all(
        ports.map(async (port, peer) => {
          const own = join(directory, `peer-${peer + 1}`)
          const key = await loadOrCreateKey(own)
          return { directory: own, peerId: peerIdFromPrivateKey(key).toString(), port }
        })
      )
      return new Cluster(init, directory, places)
    } catch (error) {
      await rm(directory, removal)
      throw error
    }
  }

  get peerIds(): readonly string[] {
    return this.#places.map(({ peerId }) => peerId)
  }

  /** Starts the process of a peer, the first time or again. */
  start(peer: number, { invite, args = [] }: StartOptions = {}): PeerProcess {
    const place = this.#place(peer)
    const child = new PeerProcess({
      main: this.#init.main,
      args: [
        ...['--store', place.directory],
        ...(invite === undefined ? this.#foundingArgs() : ['--invite', invite]),
        ...['--listen', `/ip4/127.0.0.1/tcp/${place.port}`],
        ...this.#discoveryArgs(peer),
        ...args
      ],
      onEvent: event => {
        if (this.#processes[peer] === child) this.#init.onEvent(peer, event)
      },
      onExit: exit => this.#init.onExit(peer, exit)
    })
    this.#processes[peer] = child
    return child
  }

  /** Process id of a peer, if it was ever started. */
  pidOf(peer: number): number | null {
    return this.#processes[peer]?.pid ?? null
  }

  /** Empties the disk of a peer whose process ended; its key stays. */
  async wipe(peer: number): Promise<void> {
    await rm(join(this.#place(peer).directory, 'store'), removal)
  }

  /** The process of a peer that was started. */
  process(peer: number): PeerProcess {
    const child = this.#processes[peer]
    if (child === undefined) throw new Error(`peer ${peer + 1} was not started`)
    return child
  }

  /** Ends all peers that were started in order, and resolves with how they ended. */
  async close(): Promise<ReadonlyMap<number, PeerExit>> {
    const exits = new Map<number, PeerExit>()
    const closing = this.#processes.map(async (child, peer) => {
      if (child !== undefined) exits.set(peer, await child.close(closeMs))
    })
    await Promise.all(closing)
    return exits
  }

  /** Kills what still runs and removes every file. */
  async remove(): Promise<void> {
    const children = this.#processes.filter(child => child !== undefined)
    for (const child of children) child.signal('SIGKILL')
    await Promise.allSettled(children.map(child => child.exited))
    await rm(this.directory, removal)
    process.off('exit', this.#removeNow)
  }

  readonly #removeNow = (): void => {
    for (const child of this.#processes) child?.signal('SIGKILL')
    rmSync(this.directory, removal)
  }

  #foundingArgs(): readonly string[] {
    const founders = this.peerIds.slice(0, this.#init.founderCount)
    return ['--group', groupName, '--founders', founders.join(',')]
  }

  #discoveryArgs(peer: number): readonly string[] {
    const { mdns } = this.#init
    if (mdns !== undefined) {
      const tag = mdns.serviceTag === undefined ? [] : ['--mdns-service-tag', mdns.serviceTag]
      const port = mdns.port === undefined ? [] : ['--mdns-port', String(mdns.port)]
      return ['--mdns', ...tag, ...port]
    }
    const others = this.#places.filter((_, other) => other !== peer)
    const addresses = others.map(({ port, peerId }) => `/ip4/127.0.0.1/tcp/${port}/p2p/${peerId}`)
    return ['--bootstrap', addresses.join(',')]
  }

  #place(peer: number): Place {
    const place = this.#places[peer]
    if (place === undefined) throw new Error(`there is no peer ${peer + 1}`)
    return place
  }
}
