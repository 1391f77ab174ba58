import { existsSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { peerIdFromPrivateKey } from '@libp2p/peer-id'
import { type PeerExit, PeerProcess } from '../../src/cli/demo/peer-process.js'
import { freePorts } from '../../src/cli/demo/ports.js'
import { loadOrCreateKey } from '../../src/cli/key.js'
import type { PeerEvent } from '../../src/cli/ndjson.js'

/** The compiled command line, whether this file is compiled itself or not. */
export const mainPath: string = findMain()

/** An event of one type. */
export type EventOf<K extends PeerEvent['type']> = Extract<PeerEvent, { readonly type: K }>

/** An event that answers a line. */
export type Answer = Extract<PeerEvent, { readonly id: string | null }>

/** Milliseconds after which waiting for an event fails. */
const deadlineMs = 30_000

interface Waiter {
  readonly isMet: () => boolean
  readonly resolve: () => void
  readonly reject: (error: Error) => void
}

export interface TestPeerInit {
  readonly directory: string
  readonly peerId: string
  readonly port: number
  /** Arguments after `peer` besides the store and the address. */
  readonly args: readonly string[]
}

/**
 * A peer that lives in a directory and runs as a process, again and again. Everything it tells is recorded, for the process that
 * runs now and for all of them.
 */
export class TestPeer {
  readonly directory: string
  readonly peerId: string
  readonly address: string
  /** What the process that runs now has told. */
  readonly events: PeerEvent[] = []
  /** Called with every event, before anyone who waits. */
  onEvent: (event: PeerEvent) => void = () => undefined
  readonly #init: TestPeerInit
  readonly #waiters = new Set<Waiter>()
  #process: PeerProcess | undefined
  #serial = 0

  constructor(init: TestPeerInit) {
    const { directory, peerId, port } = init
    this.#init = init
    this.directory = directory
    this.peerId = peerId
    this.address = `/ip4/127.0.0.1/tcp/${port}/p2p/${peerId}`
  }

  get isRunning(): boolean {
    return this.#process?.hasExited === false
  }

  get pid(): number {
    return this.process.pid ?? 0
  }

  /** The process that was started last. */
  get process(): PeerProcess {
    if (this.#process === undefined) throw new Error('the peer was never started')
    return this.#process
  }

  /** Values that the process printed, in its order. */
  get values(): readonly string[] {
    return this.events
      .filter(event => event.type === 'chosen')
      .map(event => ('value' in event ? event.value : event.valueBase64))
  }

  /** Starts the process; it must not run. */
  start(): void {
    if (this.isRunning) throw new Error('the peer runs already')
    this.events.length = 0
    const { directory, port, args } = this.#init
    const child = new PeerProcess({
      main: mainPath,
      args: ['--store', directory, '--listen', `/ip4/127.0.0.1/tcp/${port}`, ...args],
      onEvent: event => {
        if (this.#process !== child) return
        this.events.push(event)
        this.onEvent(event)
        this.#look()
      },
      onExit: () => this.#look()
    })
    this.#process = child
  }

  /** Proposes a value and resolves with its slot. */
  async propose(value: string): Promise<number> {
    const id = this.#nextId()
    this.process.propose(id, value)
    const { slot } = await this.#answer('acknowledged', id)
    return slot
  }

  /** Asks for a barrier and resolves with its slot. */
  async barrier(): Promise<number> {
    const id = this.#nextId()
    this.process.barrier(id)
    const { slot } = await this.#answer('barrier', id)
    return slot
  }

  /** Asks for something else, and resolves with the answer of this type. */
  async ask<K extends Answer['type']>(
    type: K,
    request: Record<string, unknown>
  ): Promise<EventOf<K>> {
    const id = this.#nextId()
    this.process.sendLine(JSON.stringify({ id, ...request }))
    return await this.#answer(type, id)
  }

  /** The first event of `type`, past or future, that `isWanted`. */
  async event<K extends PeerEvent['type']>(
    type: K,
    isWanted: (event: EventOf<K>) => boolean = () => true
  ): Promise<EventOf<K>> {
    return await this.#first(
      `there is an event ${type}`,
      (event): event is EventOf<K> => event.type === type && isWanted(event as EventOf<K>)
    )
  }

  /** Resolves when `isMet`; looks again after every event. Rejects in the end, or if the process ends before. */
  async until(what: string, isMet: () => boolean): Promise<void> {
    if (isMet()) return
    const { promise, resolve, reject } = Promise.withResolvers<void>()
    const waiter = { isMet, resolve, reject }
    this.#waiters.add(waiter)
    const timer = setTimeout(
      () => reject(new Error(`waited ${deadlineMs} ms until ${what}; last: ${this.#lastEvents()}`)),
      deadlineMs
    )
    try {
      await promise
    } finally {
      clearTimeout(timer)
      this.#waiters.delete(waiter)
    }
  }

  /** Kills the process without warning. */
  async kill(): Promise<PeerExit> {
    this.process.signal('SIGKILL')
    return await this.process.exited
  }

  /** Lets the process stand still. */
  pause(): void {
    this.process.signal('SIGSTOP')
  }

  /** Lets a process that stands still go on. */
  resume(): void {
    this.process.signal('SIGCONT')
  }

  /** Ends the process in order. */
  async close(): Promise<PeerExit> {
    return await this.process.close(deadlineMs)
  }

  #nextId(): string {
    this.#serial += 1
    return `request ${this.#serial}`
  }

  async #answer<K extends Answer['type']>(type: K, id: string): Promise<EventOf<K>> {
    const answer = await this.#first(
      `${id} is answered`,
      (event): event is Answer => 'id' in event && event.id === id
    )
    if (answer.type !== type) throw new Error(`${id} got ${JSON.stringify(answer)}`)
    return answer as EventOf<K>
  }

  async #first<E extends PeerEvent>(
    what: string,
    isWanted: (event: PeerEvent) => event is E
  ): Promise<E> {
    let found: E | undefined
    // Every event is looked at once: there may be many.
    let index = 0
    await this.until(what, () => {
      for (; found === undefined && index < this.events.length; index += 1) {
        const event = this.events[index]
        if (event !== undefined && isWanted(event)) found = event
      }
      return found !== undefined
    })
    if (found === undefined) throw new Error(`waited in vain until ${what}`)
    return found
  }

  #look(): void {
    for (const { isMet, resolve, reject } of this.#waiters) {
      if (isMet()) resolve()
      else if (!this.isRunning) reject(new Error(`the peer ended; last: ${this.#lastEvents()}`))
    }
  }

  #lastEvents(): string {
    return this.events
      .slice(-5)
      .map(event => JSON.stringify(event))
      .join(' ')
  }
}

/** How the peers of {@link createPeers} are made. */
export interface PeersOptions {
  /** @default bootstrap, every peer with the addresses of all others */
  readonly discoveryArgs?: readonly string[]
  /** @default 'test' */
  readonly group?: string
  /** More arguments. */
  readonly args?: readonly string[]
}

/** The founders of one group, none of them running, in a directory of their own. */
export class TestPeers implements AsyncDisposable {
  readonly directory: string
  readonly peers: TestPeer[]

  constructor(directory: string, peers: TestPeer[]) {
    this.directory = directory
    this.peers = peers
  }

  /** One more peer, with a directory, key and address of its own. */
  async add(args: readonly string[]): Promise<TestPeer> {
    const directory = join(this.directory, `${this.peers.length}`)
    const [port = 0] = await freePorts(1)
    const peerId = peerIdFromPrivateKey(await loadOrCreateKey(directory)).toString()
    const peer = new TestPeer({ directory, port, peerId, args })
    this.peers.push(peer)
    return peer
  }

  /** The peer at `index`, from 0. */
  at(index: number): TestPeer {
    const peer = this.peers[index]
    if (peer === undefined) throw new Error(`there is no peer ${index}`)
    return peer
  }

  /** Starts all, and waits until each knows a leader with a quorum. */
  async startAll(): Promise<void> {
    for (const peer of this.peers) peer.start()
    await Promise.all(
      this.peers.map(peer => peer.event('quorum', ({ state }) => state === 'available'))
    )
  }

  /** The peer that leads, in the latest view of `observer`. */
  async leader(observer: TestPeer): Promise<TestPeer> {
    const latest = (): EventOf<'leader'> | undefined =>
      observer.events.findLast(event => event.type === 'leader')
    await observer.until('a leader is known', () => typeof latest()?.peerId === 'string')
    const leader = this.peers.find(({ peerId }) => peerId === latest()?.peerId)
    if (leader === undefined) throw new Error('a stranger leads')
    return leader
  }

  /** Kills what runs and removes all files. */
  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all(this.peers.filter(({ isRunning }) => isRunning).map(peer => peer.kill()))
    await rm(this.directory, { recursive: true, force: true, maxRetries: 10 })
  }
}

/** Makes directories, keys and addresses for `count` founders of one group. */
export async function createPeers(count: number, options: PeersOptions = {}): Promise<TestPeers> {
  const { discoveryArgs, group = 'test', args = [] } = options
  const directory = await mkdtemp(join(tmpdir(), 'libp2p-paxos-test-'))
  const ports = await freePorts(count)
  const places = await Promise.all(
    ports.map(async (port, index) => {
      const own = join(directory, `${index}`)
      const peerId = peerIdFromPrivateKey(await loadOrCreateKey(own)).toString()
      return { directory: own, port, peerId, address: `/ip4/127.0.0.1/tcp/${port}/p2p/${peerId}` }
    })
  )
  const founders = places.map(({ peerId }) => peerId).join(',')
  const peers = places.map(place => {
    const others = places.filter(other => other !== place).map(({ address }) => address)
    const discovery = discoveryArgs ?? (others.length > 0 ? ['--bootstrap', others.join(',')] : [])
    return new TestPeer({
      ...place,
      args: ['--group', group, '--founders', founders, ...discovery, ...args]
    })
  })
  return new TestPeers(directory, peers)
}

function findMain(): string {
  const root = new URL('../../', import.meta.url)
  const candidates = ['dist/src/cli/main.js', 'src/cli/main.js'].map(path =>
    fileURLToPath(new URL(path, root))
  )
  const found = candidates.find(path => existsSync(path))
  if (found === undefined) throw new Error('the command line is not built: npm run build')
  return found
}
