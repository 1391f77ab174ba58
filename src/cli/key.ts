import { randomUUID } from 'node:crypto'
import { link, mkdir, open, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { generateKeyPair, privateKeyFromProtobuf, privateKeyToProtobuf } from '@libp2p/crypto/keys'
import type { PrivateKey } from '@libp2p/interface'

/** Name of the file that holds a peer's private key, in the peer's directory. */
export const keyFileName = 'private-key'

/**
 * The private key of the peer that lives in `directory`. Where there is none, one is made: it is whole and on the disk, with
 * mode 0600, before this resolves. A key that is there is never replaced, even if two processes come at once.
 *
 * @throws Error if the file is no private key, or the disk fails.
 */
export async function loadOrCreateKey(directory: string): Promise<PrivateKey> {
  const path = join(directory, keyFileName)
  return (await loadKey(path)) ?? (await createKey(directory, path))
}

async function loadKey(path: string): Promise<PrivateKey | undefined> {
  const bytes = await readFile(path).catch(error => {
    if (isCode(error, 'ENOENT')) return undefined
    throw error
  })
  if (bytes === undefined) return undefined
  try {
    return privateKeyFromProtobuf(bytes)
  } catch (cause) {
    throw new Error(`${path} is not a private key`, { cause })
  }
}

async function createKey(directory: string, path: string): Promise<PrivateKey> {
  await mkdir(directory, { recursive: true, mode: 0o700 })
  const key = await generateKeyPair('Ed25519')
  const draft = `${path}.${randomUUID()}`
  const file = await open(draft, 'wx', 0o600)
  try {
    try {
      await file.writeFile(privateKeyToProtobuf(key))
      await file.sync()
    } finally {
      await file.close()
    }
    // Unlike a rename, a link never replaces a key that another process made meanwhile.
    await link(draft, path)
  } catch (error) {
    const other = isCode(error, 'EEXIST') ? await loadKey(path) : undefined
    if (other === undefined) throw error
    return other
  } finally {
    await rm(draft, { force: true })
  }
  await syncDirectory(directory)
  return key
}

/** A name in a directory survives a power cut only once the directory itself was written. */
async function syncDirectory(directory: string): Promise<void> {
  // Windows cannot open directories, and its file systems write them on their own.
  if (process.platform === 'win32') return
  const handle = await open(directory)
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}

function isCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code
}
