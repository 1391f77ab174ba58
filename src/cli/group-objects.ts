import type { CallOptions, Conditional, Group, MapEntry } from '../index.js'
import { Locks } from './locks.js'
import { decodeText } from './ndjson.js'
import type {
  Found,
  NamedLock,
  ObjectEvent,
  ObjectRequest,
  Outcome,
  Text,
  Versioned
} from './object-messages.js'

/** Bytes of the values of a page, about, after which it ends. */
const pageBytes: number = 4 * 1024 * 1024

const encoder = new TextEncoder()

/** Does what requests ask of the objects of a group. */
export class GroupObjects {
  readonly #group: Group<string>
  readonly #locks: Locks

  /** @param tellLost Told of a lock that was lost. */
  constructor(group: Group<string>, tellLost: (lost: NamedLock) => void) {
    this.#group = group
    this.#locks = new Locks(group, tellLost)
  }

  /** Does it, and resolves with the answer. Whatever is written is proposed before this returns, in the order of calls. */
  async answer(id: string, request: ObjectRequest, limit: CallOptions): Promise<ObjectEvent> {
    switch (request.type) {
      case 'get':
      case 'put':
      case 'cas':
      case 'delete':
        return await this.#answerKey(id, request, limit)
      case 'scan':
        return await this.#scan(id, request, limit)
      case 'next': {
        const number = await this.#group.sequence(request.sequence).next(limit)
        return { type: 'next', id, number }
      }
      case 'lock': {
        const token = await this.#locks.take(request, limit)
        return token === undefined ? { type: 'taken', id } : { type: 'locked', id, token }
      }
      case 'unlock':
        await this.#locks.giveUp(request.name, limit)
        return { type: 'unlocked', id }
      case 'locks':
        return { type: 'locks', id, locks: this.#locks.list }
    }
  }

  /** It was told who has this lock: if this peer has it, it is told from now on if it is lost, or was meanwhile. */
  onLockTold(name: string): void {
    this.#locks.watch(name)
  }

  async #answerKey(
    id: string,
    request: Extract<ObjectRequest, { readonly key: string }>,
    limit: CallOptions
  ): Promise<ObjectEvent> {
    const { key } = request
    const map = this.#group.map(request.map)
    switch (request.type) {
      case 'get': {
        const { consistency } = request
        const { slot, entry } = await map.read(key, { ...limit, consistency })
        return { type: 'got', id, slot, ...foundOf(entry) }
      }
      case 'put': {
        const { slot } = await map.set(key, encoder.encode(request.value), limit)
        return { type: 'put', id, slot }
      }
      case 'cas': {
        const value = encoder.encode(request.value)
        const result = await map.compareAndSet(key, request.version, value, limit)
        return { type: 'cas', id, ...outcomeOf(result) }
      }
      case 'delete': {
        if (request.version !== undefined) {
          const result = await map.compareAndDelete(key, request.version, limit)
          return { type: 'deleted', id, ...outcomeOf(result) }
        }
        const { slot, existed } = await map.delete(key, limit)
        return existed
          ? { type: 'deleted', id, slot, succeeded: true }
          : { type: 'deleted', id, slot, succeeded: false, found: false }
      }
    }
  }

  async #scan(
    id: string,
    { map, prefix, limit: count, after, consistency }: Extract<ObjectRequest, { type: 'scan' }>,
    limit: CallOptions
  ): Promise<ObjectEvent> {
    const page = await this.#group.map(map).scan({
      ...limit,
      prefix,
      limit: count,
      consistency,
      ...(after !== undefined && { after })
    })
    const entries: ({ readonly key: string } & Versioned)[] = []
    let bytes = 0
    for (const entry of page.entries) {
      if (bytes >= pageBytes) break
      entries.push({ key: entry.key, ...versionedOf(entry) })
      bytes += entry.value.length
    }
    const hasMore = page.hasMore || entries.length < page.entries.length
    return { type: 'scanned', id, slot: page.slot, entries, hasMore }
  }
}

function outcomeOf(result: Conditional<Uint8Array>): Outcome {
  const { slot, succeeded } = result
  return succeeded ? { slot, succeeded } : { slot, succeeded, ...foundOf(result.entry) }
}

function foundOf(entry: MapEntry<Uint8Array> | undefined): Found {
  return entry === undefined ? { found: false } : { found: true, ...versionedOf(entry) }
}

function versionedOf({ value, version }: MapEntry<Uint8Array>): Versioned {
  return { ...textOf(value), version }
}

function textOf(bytes: Uint8Array): Text {
  const value = decodeText(bytes)
  return value === undefined ? { valueBase64: Buffer.from(bytes).toString('base64') } : { value }
}
