import { open, readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { readJournal } from './level-journal.js'
import { ByteReader, tableDamage } from './level-table.js'

/** What a manifest says the database consists of. */
interface Manifest {
  /** Write-ahead logs with a lower number are left over. */
  readonly logNumber: number
  /** Length in bytes of every table, by its number. */
  readonly tables: ReadonlyMap<number, number>
}

/**
 * What is wrong with the files of a LevelDB database; `undefined` if nothing is, or if there is no database yet. Nothing
 * is changed. The database must be closed, and its tables written without compression.
 *
 * LevelDB as it is configured by `classic-level` opens a database without looking at the checksums of its tables, skips
 * damaged parts of its write-ahead log, and deletes or rewrites both before long: a promise would be forgotten without a
 * sign. So everything is looked at before LevelDB is let near it.
 *
 * @throws Error of the file system if a file cannot be read.
 */
export async function findDamage(directory: string): Promise<string | undefined> {
  const names = await readdir(directory)
  if (!names.includes('CURRENT')) {
    const left = names.find(name => /^\d+\.(log|ldb|sst)$/.test(name))
    return left === undefined ? undefined : `CURRENT is missing, but ${left} is there`
  }
  const current = await readFile(join(directory, 'CURRENT'), 'latin1')
  const manifestName = /^(MANIFEST-\d+)\n$/.exec(current)?.[1]
  if (manifestName === undefined) return 'CURRENT names no manifest'
  if (!names.includes(manifestName)) return `${manifestName} is missing`
  const journal = readJournal(await readFile(join(directory, manifestName)))
  if (journal.damage !== undefined) return `${manifestName}: ${journal.damage}`
  let manifest: Manifest
  try {
    manifest = readManifest(journal.records)
  } catch (error) {
    if (error instanceof RangeError) return `${manifestName}: ${error.message}`
    throw error
  }
  return (
    (await damageOfTables(directory, names, manifest.tables)) ??
    (await damageOfLogs(directory, names, manifest.logNumber))
  )
}

/** @throws RangeError if a record is not what a manifest holds. */
function readManifest(records: readonly Uint8Array[]): Manifest {
  const tables = new Map<number, number>()
  let logNumber = 0
  for (const record of records) {
    const reader = new ByteReader(record)
    while (!reader.isAtEnd) {
      const tag = reader.varint()
      switch (tag) {
        case 1: // name of the comparator
          reader.bytes(reader.varint())
          break
        case 2:
          logNumber = reader.varint()
          break
        case 3: // next file number
        case 4: // last sequence number
        case 9: // number of the log before
          reader.varint()
          break
        case 5: // where the compaction of a level goes on
          reader.varint()
          reader.bytes(reader.varint())
          break
        case 6: // a table leaves a level
          reader.varint()
          tables.delete(reader.varint())
          break
        case 7: // a table joins a level
          reader.varint()
          tables.set(reader.varint(), reader.varint())
          reader.bytes(reader.varint())
          reader.bytes(reader.varint())
          break
        default:
          throw new RangeError(`no record has the tag ${tag}`)
      }
    }
  }
  return { logNumber, tables }
}

async function damageOfTables(
  directory: string,
  names: readonly string[],
  tables: ReadonlyMap<number, number>
): Promise<string | undefined> {
  // One buffer for all of them: what each would take is given back much later.
  const buffer = new Uint8Array(1 + Math.max(0, ...tables.values()))
  for (const [number, length] of tables) {
    const name = `${fileNumber(number)}.ldb`
    if (!names.includes(name)) return `${name} is missing`
    const bytes = await readInto(buffer.subarray(0, length + 1), join(directory, name))
    const damage = bytes.length === length ? tableDamage(bytes) : 'it has another length'
    if (damage !== undefined) return `${name}: ${damage}`
  }
  return undefined
}

/** The beginning of a file, as far as there is room for it in `buffer`. */
async function readInto(buffer: Uint8Array, path: string): Promise<Uint8Array> {
  await using file = await open(path, 'r')
  let length = 0
  while (length < buffer.length) {
    const { bytesRead } = await file.read(buffer, length, buffer.length - length)
    if (bytesRead === 0) break
    length += bytesRead
  }
  return buffer.subarray(0, length)
}

async function damageOfLogs(
  directory: string,
  names: readonly string[],
  logNumber: number
): Promise<string | undefined> {
  const current = `${fileNumber(logNumber)}.log`
  if (logNumber > 0 && !names.includes(current)) return `${current} is missing`
  const logs = names
    .map(name => ({ name, number: Number(/^(\d+)\.log$/.exec(name)?.[1] ?? -1) }))
    .filter(({ number }) => number >= logNumber)
    .sort((a, b) => a.number - b.number)
  let torn: string | undefined
  for (const { name } of logs) {
    const journal = readJournal(await readFile(join(directory, name)))
    if (journal.damage !== undefined) return `${name}: ${journal.damage}`
    // Only the last write of all can have been cut short.
    if (torn !== undefined && journal.records.length > 0) return `${torn}: its end is missing`
    if (journal.isTorn) torn = name
  }
  return undefined
}

function fileNumber(number: number): string {
  return String(number).padStart(6, '0')
}
