import { equals } from 'uint8arrays/equals'
import type { LogImage } from '../core/image.js'
import { snapshotChunkBytes } from '../core/limits.js'
import type { Snapshot } from '../core/snapshot.js'
import { StoreCorruptError } from '../errors.js'
import type { ReplicaStore } from '../storage/store.js'
import { encodeImage, ImageDecoder } from '../wire/image-codec.js'
import { ContentHash } from './content-hash.js'
import type { Clock, Digests } from './ports.js'

/*
 * The content of a snapshot: the length of the log's image (4 bytes, the highest first), the image, the kind of the machine (1 byte), and
 * what that says of its state. It is kept and handed over in parts of one length.
 */

const lengthBytes = 4

/** What a snapshot was found, or is said, to hold. */
export type Summary = Pick<Snapshot, 'bytes' | 'hash'>

/** Bytes of an image that are written in one turn of the event loop: what takes a millisecond or two. */
const imageTurnBytes = 64 * 1024

/** The content of a snapshot, piece by piece. A piece may be changed once the next one is asked for. */
export async function* contentOf(
  clock: Clock,
  image: LogImage,
  kind: number,
  state: AsyncIterable<Uint8Array>
): AsyncGenerator<Uint8Array, void, undefined> {
  const pieces: Uint8Array[] = []
  let bytes = 0
  let turnEndBytes = imageTurnBytes
  for (const piece of encodeImage(image)) {
    pieces.push(piece)
    bytes += piece.length
    if (bytes < turnEndBytes) continue
    turnEndBytes = bytes + imageTurnBytes
    await new Promise<void>(resolve => clock.turnEnd(resolve))
  }
  const length = new Uint8Array(lengthBytes)
  new DataView(length.buffer).setUint32(0, bytes)
  yield length
  yield* pieces
  yield Uint8Array.of(kind)
  yield* state
}

/** How much longer than it took to write a part it is until the next one is written: nobody is in a hurry, and others need the disk. */
const restFactor = 3

export interface ContentPorts {
  readonly store: ReplicaStore
  readonly clock: Clock
  readonly digests: Digests
}

/** Makes the content of the snapshot of `slot` durable, without haste, and says what it amounts to. */
export async function writeContent(
  { store, clock, digests }: ContentPorts,
  slot: number,
  content: AsyncIterable<Uint8Array>
): Promise<Summary> {
  const stage = await store.stageSnapshot(slot)
  const hash = new ContentHash(digests)
  let bytes = 0
  for await (const part of inParts(content)) {
    const startMs = clock.nowMs()
    bytes += part.length
    await Promise.all([hash.add(part), stage.write(part)])
    // The last one is shorter than the others, but for chance.
    if (part.length === snapshotChunkBytes) await rest(clock, startMs)
  }
  await stage.finish()
  return { bytes, hash: await hash.end() }
}

async function rest(clock: Clock, startMs: number): Promise<void> {
  const nowMs = clock.nowMs()
  await new Promise<void>(resolve => {
    clock.setTimer(nowMs + restFactor * (nowMs - startMs), resolve)
  })
}

/**
 * The content of a snapshot that is in the store.
 *
 * @throws StoreCorruptError, at the latest after the last part, if it is not what `snapshot` says.
 */
export async function* readContent(
  store: ReplicaStore,
  { slot, bytes, hash }: Snapshot,
  digests: Digests
): AsyncGenerator<Uint8Array, void, undefined> {
  const found = new ContentHash(digests)
  let bytesFound = 0
  for (let index = 0; bytesFound < bytes; index += 1) {
    const part = await store.readSnapshot(slot, index)
    if (part === undefined) break
    await found.add(part)
    bytesFound += part.length
    yield part
  }
  if (bytesFound === bytes && equals(await found.end(), hash)) return
  throw new StoreCorruptError(`the content of the snapshot of slot ${slot} is not what it was`)
}

/** The image at the beginning of `content`, the kind of the machine, and what that says of itself after that. */
export async function openContent(content: AsyncGenerator<Uint8Array, void, undefined>): Promise<{
  readonly image: LogImage
  readonly kind: number
  readonly state: AsyncGenerator<Uint8Array, void, undefined>
}> {
  let rest: Uint8Array = new Uint8Array(0)
  /** The next bytes, at least one, and no more than `bytesMax`. */
  const next = async (bytesMax: number): Promise<Uint8Array> => {
    while (rest.length === 0) {
      const { done, value } = await content.next()
      if (done === true) throw new StoreCorruptError('the content of a snapshot ends too early')
      rest = value
    }
    const bytes = rest.subarray(0, bytesMax)
    rest = rest.subarray(bytes.length)
    return bytes
  }
  let left = 0
  for (let i = 0; i < lengthBytes; i += 1) left = 256 * left + ((await next(1))[0] ?? 0)
  const decoder = new ImageDecoder()
  while (left > 0) {
    const piece = await next(left)
    decoder.add(piece)
    left -= piece.length
  }
  const image = decoder.end()
  const kind = (await next(1))[0] as number
  return { image, kind, state: after(rest, content) }
}

async function* after(
  head: Uint8Array,
  content: AsyncIterable<Uint8Array>
): AsyncGenerator<Uint8Array, void, undefined> {
  if (head.length > 0) yield head
  yield* content
}

/**
 * The same bytes in parts of `snapshotChunkBytes`, but for the last. They all have the same space: new space for each would have the
 * garbage of it collected again and again.
 */
async function* inParts(
  content: AsyncIterable<Uint8Array>
): AsyncGenerator<Uint8Array, void, undefined> {
  const part = new Uint8Array(snapshotChunkBytes)
  let filled = 0
  for await (const piece of content) {
    for (let at = 0; at < piece.length; ) {
      const taken = piece.subarray(at, at + snapshotChunkBytes - filled)
      part.set(taken, filled)
      filled += taken.length
      at += taken.length
      if (filled < snapshotChunkBytes) continue
      yield part
      filled = 0
    }
  }
  if (filled > 0) yield part.subarray(0, filled)
}
