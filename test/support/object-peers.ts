import { stringCodec } from '../../src/group/codec.js'
import type { Group } from '../../src/group/group.js'
import type { MapEvent, ReplicatedMap } from '../../src/group/objects/map.js'
import type { Watch } from '../../src/group/objects/watch.js'
import { Peers } from './trio.js'

/** Three peers of one process, whose groups share objects. */
export class ObjectPeers extends Peers {
  constructor(options: ConstructorParameters<typeof Peers>[1] = {}) {
    super(3, options)
  }

  /** Opens the group everywhere, and waits for a leader. */
  async start(): Promise<this> {
    await this.open()
    await this.ready()
    return this
  }

  group(i: number): Group<string> {
    return this.at(i).group
  }

  /** The map `name`, of texts, at a peer. */
  map(i: number, name = 'map'): ReplicatedMap<string> {
    return this.group(i).map(name, { codec: stringCodec })
  }

  /** A peer that does not lead. */
  async follower(): Promise<number> {
    await this.ready()
    return this.peers.findIndex(({ peerId, group }) => group.leader !== peerId)
  }

  /** Cuts all connections of a peer with the others. */
  isolate(i: number): void {
    const { peerId } = this.at(i)
    for (const other of this.founders) if (other !== peerId) this.network.cut(peerId, other)
  }

  /** Brings them back. */
  reconnect(i: number): void {
    const { peerId } = this.at(i)
    for (const other of this.founders) if (other !== peerId) this.network.heal(peerId, other)
  }
}

/** The next events of a watch, without their slots. */
export async function take<V>(
  watch: Watch<MapEvent<V>>,
  count: number
): Promise<Pick<MapEvent<V>, 'type' | 'key' | 'value'>[]> {
  const events: Pick<MapEvent<V>, 'type' | 'key' | 'value'>[] = []
  while (events.length < count) {
    const { value: event } = await watch.next()
    if (event === undefined) break
    events.push({ type: event.type, key: event.key, value: event.value })
  }
  return events
}
