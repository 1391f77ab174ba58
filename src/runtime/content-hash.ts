import { sha256 } from '@noble/hashes/sha2.js'
import { concat } from 'uint8arrays/concat'
import type { Digests } from './ports.js'

/** Hashes in this thread: where virtual time stands still until all is done. */
export const ownDigests: Digests = { sha256: async bytes => sha256(bytes) }

/** The hash of the content of a snapshot: SHA-256 over the SHA-256 of each part. So parts are hashed one by one, off this thread where possible. */
export class ContentHash {
  readonly #digests: Digests
  readonly #parts: Uint8Array[] = []

  constructor(digests: Digests) {
    this.#digests = digests
  }

  /** Adds the next part; to be awaited before another one is added. */
  async add(part: Uint8Array): Promise<void> {
    this.#parts.push(await this.#digests.sha256(part))
  }

  async end(): Promise<Uint8Array> {
    return await this.#digests.sha256(concat(this.#parts))
  }
}
