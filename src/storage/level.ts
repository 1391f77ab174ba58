import { realpath } from 'node:fs/promises'
import { resolve } from 'node:path'
import { ClassicLevel } from 'classic-level'
import { StoreCorruptError, StoreLockedError } from '../errors.js'
import { checkContents, DatabaseStore, type Medium } from './database-store.js'
import type { Flush } from './database-writer.js'
import { findDamage } from './level-damage.js'
import { type Level, LevelDatabase } from './level-database.js'
import { makeDirectory, syncDirectory } from './level-files.js'
import { SnapshotFiles } from './level-snapshots.js'
import type { Store } from './store.js'
import { hasCode } from './store-error.js'

export type { Flush }

/** How a {@link levelStore} behaves. */
export interface LevelStoreOptions {
  /**
   * Called after every synced write, for metrics: its duration is that of the disk, and its writes and bytes say how well
   * they share it. It must not throw.
   *
   * @default none
   */
  readonly onFlush?: (flush: Flush) => void
}

/**
 * A store on disk: a LevelDB database in `directory`, which only this user can read if it has to be made.
 *
 * What is appended survives a power cut. All replicas share one synced write at a time, so the more wait the less each of
 * them costs. `open` reads all files of the database once, and refuses what is damaged without changing it.
 */
export function levelStore(directory: string, options: LevelStoreOptions = {}): Store {
  const path = resolve(directory)
  return new DatabaseStore({
    durability: 'fsync',
    name: path,
    onFlush: options.onFlush,
    openMedium: () => openMedium(path)
  })
}

/**
 * Directories whose database is open in this process. POSIX drops the lock of a file as soon as the process closes it once,
 * however often it is open: a second attempt must fail before LevelDB opens the lock file.
 */
const directoriesInUse = new Set<string>()

async function openMedium(path: string): Promise<Medium> {
  await makeDirectory(path)
  const directory = await realpath(path)
  if (directoriesInUse.has(directory)) {
    throw new StoreLockedError(`${directory} is open in this process`)
  }
  directoriesInUse.add(directory)
  try {
    const level = await openLevel(directory)
    return {
      db: new LevelDatabase(level),
      snapshots: key => new SnapshotFiles(directory, key),
      close: async () => {
        try {
          await level.close()
        } finally {
          directoriesInUse.delete(directory)
        }
      }
    }
  } catch (error) {
    directoriesInUse.delete(directory)
    throw error
  }
}

async function openLevel(directory: string): Promise<Level> {
  await checkFiles(directory)
  const level = newLevel(directory)
  await level.open()
  try {
    await checkContents(new LevelDatabase(level))
    // LevelDB does not make the names of its files durable, only what is in them.
    await syncDirectory(directory)
  } catch (error) {
    await level.close()
    throw error
  }
  return level
}

/** @throws StoreLockedError or StoreCorruptError if LevelDB must not be let near the files. */
async function checkFiles(directory: string): Promise<void> {
  await checkLock(directory)
  try {
    const damage = await findDamage(directory)
    if (damage !== undefined) throw new StoreCorruptError(`it is damaged: ${damage}`)
  } catch (error) {
    // Files that another process is changing look damaged too.
    await checkLock(directory)
    throw error
  }
}

/**
 * Tries to open the database on terms that LevelDB refuses after it has taken the lock, and before it changes anything.
 *
 * @throws StoreLockedError if another process holds the lock.
 */
async function checkLock(directory: string): Promise<void> {
  const db = newLevel(directory)
  try {
    await db.open({ createIfMissing: false, errorIfExists: true })
  } catch (error) {
    if (hasCode(error, 'LEVEL_LOCKED')) throw error
  } finally {
    await db.close()
  }
}

function newLevel(directory: string): Level {
  const encoding = { keyEncoding: 'view', valueEncoding: 'view' }
  return new ClassicLevel(directory, { ...encoding, compression: false })
}
