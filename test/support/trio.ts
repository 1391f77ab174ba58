import type { LogEntry } from '../../src/group/events.js'
import type { Group } from '../../src/group/group.js'
import type { GroupOptions } from '../../src/group/options.js'
import type { PeerRuntime } from '../../src/runtime/peer-runtime.js'
import { memoryStore } from '../../src/storage/memory.js'
import type { Store } from '../../src/storage/store.js'
import { type Observed, observe, openGroup } from './groups.js'
import { MemoryNetwork } from './memory-network.js'

export interface Peer {
  readonly peerId: string
  readonly store: Store
  runtime: PeerRuntime
  group: Group<string>
  observed: Observed
}

/** Peers of one process that open the same group of strings. */
export class Peers {
  readonly network: MemoryNetwork = new MemoryNetwork()
  readonly peers: Peer[] = []
  readonly founders: readonly string[]
  readonly #options: (peerId: string) => Partial<GroupOptions<string>>

  constructor(
    count: number,
    options:
      | Partial<GroupOptions<string>>
      | ((peerId: string) => Partial<GroupOptions<string>>) = {}
  ) {
    this.founders = Array.from({ length: count }, (_, i) => `peer-${String.fromCharCode(97 + i)}`)
    const given = typeof options === 'function' ? options : () => options
    this.#options = peerId => ({ heartbeatIntervalMs: 20, ...given(peerId) })
  }

  get groups(): readonly Group<string>[] {
    return this.peers.map(({ group }) => group)
  }

  /** Starts every founder and opens the group at each; does not wait for a quorum. */
  async open(wrap: (peerId: string, store: Store) => Store = (_, store) => store): Promise<this> {
    await Promise.all(
      this.founders.map(async (peerId, i) => {
        const store = wrap(peerId, memoryStore())
        const observed = observe()
        const runtime = await this.network.createPeer(peerId, store)
        const group = await this.#openGroup(runtime, observed)
        this.peers[i] = { peerId, store, runtime, group, observed }
      })
    )
    return this
  }

  async ready(): Promise<this> {
    await Promise.all(this.groups.map(group => group.ready()))
    return this
  }

  /** The peer with this place among the founders. */
  at(i: number): Peer {
    const peer = this.peers[i]
    if (peer === undefined) throw new Error(`there is no peer ${i}`)
    return peer
  }

  /** Stops a peer in order. */
  async stop(i: number): Promise<void> {
    const { peerId, runtime, group } = this.at(i)
    await group.close()
    this.network.removePeer(peerId)
    await runtime.stop()
  }

  /** Starts a stopped peer again, over its own store or another one. */
  async restart(i: number, store: Store = this.at(i).store): Promise<Group<string>> {
    const { peerId } = this.at(i)
    const observed = observe()
    const runtime = await this.network.createPeer(peerId, store)
    const group = await this.#openGroup(runtime, observed)
    this.peers[i] = { peerId, store, runtime, group, observed }
    return group
  }

  async stopAll(): Promise<void> {
    await Promise.all(this.peers.map(({ runtime }) => runtime.stop()))
  }

  async #openGroup(runtime: PeerRuntime, observed: Observed): Promise<Group<string>> {
    const options = this.#options(runtime.ports.transport.peerId)
    return await openGroup(runtime, 'test', { founders: this.founders, ...options }, observed)
  }
}

/** Everything that was chosen before the call, in order. */
export async function readAll(group: Group<string>): Promise<LogEntry<string>[]> {
  await group.barrier()
  const entries: LogEntry<string>[] = []
  for await (const entry of group.log({ live: false })) entries.push(entry)
  return entries
}

export async function readValues(group: Group<string>): Promise<(string | undefined)[]> {
  return (await readAll(group)).map(({ value }) => value)
}

/** Resolves with the next event of this type for which `accept` holds. */
export function nextEvent<D>(
  target: EventTarget,
  type: string,
  accept: (detail: D) => boolean = () => true
): Promise<D> {
  return new Promise(resolve => {
    const onEvent = (event: Event): void => {
      const { detail } = event as CustomEvent<D>
      if (!accept(detail)) return
      target.removeEventListener(type, onEvent)
      resolve(detail)
    }
    target.addEventListener(type, onEvent)
  })
}
