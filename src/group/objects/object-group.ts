import type { CallOptions } from '../call-limit.js'
import { GroupEmitter } from '../emitter.js'
import type { Election } from './election.js'
import type { BytesMapOptions, ElectionOptions, Handles, TextMapOptions } from './handles.js'
import type { Lease } from './lease.js'
import type { Lock, LockOptions } from './lock.js'
import type { ReplicatedMap } from './map.js'
import type { Counter, Sequence } from './number.js'

/**
 * The objects of a group, by their names. They are there from the first use on; a map, a lock and so on of one name have nothing to do with
 * one another. A name has up to 1024 bytes.
 */
export abstract class ObjectGroup<T> extends GroupEmitter<T> {
  protected abstract readonly objects: Handles

  /** The map `name`, which all members share. */
  map<V = Uint8Array>(name: string, options?: TextMapOptions<V>): ReplicatedMap<V>
  map<V = Uint8Array>(name: string, options: BytesMapOptions<V>): ReplicatedMap<V, Uint8Array>
  map<V>(
    name: string,
    options: TextMapOptions<V> | BytesMapOptions<V> = {}
  ): ReplicatedMap<V> | ReplicatedMap<V, Uint8Array> {
    return options.keys === 'bytes'
      ? this.objects.map(name, options)
      : this.objects.map(name, options)
  }

  /** The sequence `name`: numbers that are given out once. */
  sequence(name: string): Sequence {
    return this.objects.sequence(name)
  }

  /** The counter `name`. */
  counter(name: string): Counter {
    return this.objects.counter(name)
  }

  /** The lock `name`, which one member has at a time. */
  lock(name: string, options: LockOptions = {}): Lock {
    return this.objects.lock(name, options)
  }

  /** The office `name`, which one member holds at a time, and all know who. */
  election<V = Uint8Array>(name: string, options: ElectionOptions<V> = {}): Election<V> {
    return this.objects.election(name, options)
  }

  /**
   * Has the state machine go by the rules of this version from the next slot on, everywhere, and never by those of a lower one again. To be
   * called when the machines of all members know it: those that do not apply nothing more.
   *
   * @throws what `propose` throws.
   */
  async upgradeMachine(
    version: number,
    options: CallOptions = {}
  ): Promise<{ readonly slot: number }> {
    return await this.objects.upgradeMachine(version, options)
  }

  /**
   * Time of the group for this member: what it sets with this lease goes when the lease ends.
   *
   * @throws what `propose` throws.
   */
  lease(options: CallOptions & LockOptions = {}): Promise<Lease> {
    return this.objects.lease(options)
  }
}
