import { createHash } from 'node:crypto'
import { type FileHandle, open, readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { snapshotChunkBytes } from '../core/limits.js'
import { StoreCorruptError } from '../errors.js'
import { crc32c } from './checksum.js'
import type { SnapshotContents } from './database-replica.js'
import { makeDirectory, syncDirectory } from './level-files.js'
import type { SnapshotStage } from './store.js'
import { hasCode, toStoreError } from './store-error.js'

/*
 * The content of a snapshot is a file next to the database, since LevelDB would write it several times over:
 *
 *   snapshots/<SHA-256 of the replica's key>-<slot>       its parts: length, checksum of slot, index and bytes, bytes
 *
 * Numbers have 4 bytes, little-endian. All parts but the last have the same length, so that each can be found.
 */

const headerBytes = 8

/** Bytes of a snapshot that are written between two syncs: others wait for the disk no longer than that takes. */
const syncEveryBytes = 4 * 1024 * 1024

/** The contents of the snapshots of one replica. */
export class SnapshotFiles implements SnapshotContents {
  readonly #directory: string
  readonly #prefix: string
  /** Files that are being read, or were. */
  readonly #reading = new Map<number, Promise<FileHandle | undefined>>()
  #writing: FileHandle | undefined

  constructor(databaseDirectory: string, key: string) {
    this.#directory = join(databaseDirectory, 'snapshots')
    this.#prefix = `${createHash('sha256').update(key).digest('hex')}-`
  }

  async stage(slot: number): Promise<SnapshotStage> {
    await this.#writing?.close()
    await makeDirectory(this.#directory)
    const file = await open(this.#path(slot), 'w', 0o600)
    this.#writing = file
    let index = 0
    let unsyncedBytes = 0
    return {
      write: async chunk => {
        try {
          await file.writev([header(slot, index, chunk), chunk])
          index += 1
          unsyncedBytes += chunk.length
          if (unsyncedBytes < syncEveryBytes) return
          unsyncedBytes = 0
          await file.datasync()
        } catch (cause) {
          throw toStoreError('the snapshot cannot be written', cause)
        }
      },
      finish: async () => {
        try {
          await file.sync()
          await file.close()
          await syncDirectory(this.#directory)
          await this.#forget(slot)
        } catch (cause) {
          throw toStoreError('the snapshot cannot be written', cause)
        } finally {
          if (this.#writing === file) this.#writing = undefined
        }
      }
    }
  }

  async read(slot: number, index: number): Promise<Uint8Array | undefined> {
    const file = await this.#opened(slot)
    if (file === undefined) return undefined
    const part = new Uint8Array(headerBytes + snapshotChunkBytes)
    const position = index * part.length
    if (!Number.isSafeInteger(position)) return undefined
    const { bytesRead } = await file.read(part, 0, part.length, position)
    if (bytesRead === 0) return undefined
    const view = new DataView(part.buffer)
    const chunk = part.subarray(headerBytes, headerBytes + view.getUint32(0, true))
    const isWhole =
      bytesRead === headerBytes + chunk.length &&
      view.getUint32(4, true) === checksum(slot, index, chunk)
    if (isWhole) return chunk
    throw new StoreCorruptError(`part ${index} of the snapshot of slot ${slot} is damaged`)
  }

  /** Deletes all that `isKept` does not hold for. */
  async keep(isKept: (slot: number) => boolean): Promise<void> {
    for (const slot of this.#reading.keys()) if (!isKept(slot)) await this.#forget(slot)
    for (const name of await this.#names()) {
      const slot = Number(name.slice(this.#prefix.length))
      if (!isKept(slot)) await rm(join(this.#directory, name), { force: true })
    }
  }

  async close(): Promise<void> {
    await this.#writing?.close()
    this.#writing = undefined
    const files = [...this.#reading.values()]
    this.#reading.clear()
    for (const file of files) await (await file)?.close()
  }

  /** What was read is another file by now, or about to be none. */
  async #forget(slot: number): Promise<void> {
    const file = this.#reading.get(slot)
    this.#reading.delete(slot)
    await (await file)?.close()
  }

  #path(slot: number): string {
    return join(this.#directory, `${this.#prefix}${slot}`)
  }

  #opened(slot: number): Promise<FileHandle | undefined> {
    const known = this.#reading.get(slot)
    if (known !== undefined) return known
    const opening = openIfThere(this.#path(slot))
    this.#reading.set(slot, opening)
    return opening
  }

  async #names(): Promise<string[]> {
    try {
      const names = await readdir(this.#directory)
      return names.filter(name => name.startsWith(this.#prefix))
    } catch (error) {
      if (hasCode(error, 'ENOENT')) return []
      throw error
    }
  }
}

async function openIfThere(path: string): Promise<FileHandle | undefined> {
  try {
    return await open(path, 'r')
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return undefined
    throw error
  }
}

function header(slot: number, index: number, chunk: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(headerBytes)
  const view = new DataView(bytes.buffer)
  view.setUint32(0, chunk.length, true)
  view.setUint32(4, checksum(slot, index, chunk), true)
  return bytes
}

/** A part that is read back is the one that was written there. */
function checksum(slot: number, index: number, chunk: Uint8Array): number {
  const place = new DataView(new ArrayBuffer(12))
  place.setFloat64(0, slot)
  place.setUint32(8, index)
  return crc32c(chunk, crc32c(new Uint8Array(place.buffer)))
}
