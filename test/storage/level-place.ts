import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ClassicLevel } from 'classic-level'
import { type LevelStoreOptions, levelStore } from '../../src/storage/level.js'
import type { StorePlace } from './suite-context.js'

/** A directory of its own, with what a test does to a LevelDB store behind its back. */
export interface LevelPlace extends StorePlace {
  /** The directory of the store, which the store has to make. */
  readonly directory: string
  /** Changes the database itself; the store must be closed. */
  edit(change: (db: ClassicLevel<Uint8Array, Uint8Array>) => Promise<void>): Promise<void>
}

export async function levelPlace(options: LevelStoreOptions = {}): Promise<LevelPlace> {
  const root = await mkdtemp(join(tmpdir(), 'libp2p-paxos-'))
  const directory = join(root, 'peer', 'store')
  return {
    directory,
    hasHandles: true,
    store: () => levelStore(directory, options),
    remove: () => rm(root, { recursive: true }),
    async edit(change) {
      const db = new ClassicLevel<Uint8Array, Uint8Array>(directory, {
        keyEncoding: 'view',
        valueEncoding: 'view',
        compression: false
      })
      await db.open()
      try {
        await change(db)
      } finally {
        await db.close()
      }
    }
  }
}
