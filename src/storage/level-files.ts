import { mkdir, open } from 'node:fs/promises'
import { dirname } from 'node:path'

/** Makes `directory` and those above it as far as they are missing, durably. */
export async function makeDirectory(directory: string): Promise<void> {
  const made = await mkdir(directory, { recursive: true, mode: 0o700 })
  if (made === undefined) return
  const first = dirname(made)
  let parent = directory
  do {
    parent = dirname(parent)
    await syncDirectory(parent)
  } while (parent !== first)
}

/** Makes the names of what is in `directory` durable. */
export async function syncDirectory(directory: string): Promise<void> {
  // Windows opens no directories, and needs none of this.
  if (process.platform === 'win32') return
  const handle = await open(directory, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}
