import type { Connection, Logger, Stream } from '@libp2p/interface'
import * as lp from 'it-length-prefixed'
import { pipe } from 'it-pipe'
import type { Uint8ArrayList } from 'uint8arraylist'
import { InvalidMessageError, MessageTooLargeError, UnsupportedVersionError } from '../errors.js'
import type { Frame } from '../wire/frame.js'
import { decodeFrame } from '../wire/frame-codec.js'
import { frameBytesMax } from '../wire/limits.js'
import type { TransportCounters } from './metrics.js'
import { endOfTurn } from './turn.js'

/**
 * Bytes of frames that are read from one stream in one turn of the event loop; a larger frame is read alone.
 *
 * Too low and many small frames take longer; too high and whoever sends a lot at once holds up everything else.
 */
export const turnBytesMax: number = 128 * 1024

/** Bytes that wait to be read from one stream before its peer is to send no more: a frame of any size. */
const unreadBytesMax = frameBytesMax

/** Bytes that a peer may send before it notices that: the window that yamux grants at most. */
const pausedBytesMax = 16 * 1024 * 1024

/** What {@link InboundStreams} shares with the transport. */
export interface InboundContext {
  /** The largest frame that is read. */
  readonly frameBytesMax: number
  readonly counters: TransportCounters
  readonly log: Logger
  /** Whether so many bytes that a peer sends for a group are to be read. */
  readonly accepts: (peerId: string, groupId: Uint8Array, bytes: number) => boolean
  /** Takes a well-formed frame of an authenticated peer. */
  readonly onFrame: (peerId: string, frame: Frame) => void
}

/**
 * Reads frames from the streams that peers open, one stream a peer: the newest.
 *
 * A peer opens another stream when it gave up the one before, so frames of an older stream may only be lost, never
 * overtake those of a newer one. A malformed frame ends its stream, is counted and logged, and harms nothing else.
 */
export class InboundStreams {
  readonly #context: InboundContext
  readonly #newest = new Map<string, Stream>()

  constructor(context: InboundContext) {
    this.#context = context
  }

  /** Reads `stream` until it ends, a newer one takes its place or `drop` is called. Never throws. */
  accept(stream: Stream, connection: Connection): void {
    const peerId = connection.remotePeer.toString()
    const previous = this.#newest.get(peerId)
    // Negotiation may end in another order than the streams were opened in.
    if (previous !== undefined && previous.timeline.open > stream.timeline.open) {
      stream.abort(new Error('The peer opened another stream'))
      return
    }
    this.#newest.set(peerId, stream)
    previous?.abort(new Error('The peer opened another stream'))
    stream.addEventListener('close', event => {
      if (event.error !== undefined) this.#context.counters.streamsReset.inbound += 1
    })
    void this.#read(peerId, stream)
  }

  /** Stops reading from `peerId`; frames that arrived but were not yet delivered are lost. */
  drop(peerId: string): void {
    const stream = this.#newest.get(peerId)
    this.#newest.delete(peerId)
    stream?.abort(new Error('The peer disconnected'))
  }

  /** Stops reading from all peers. */
  dropAll(): void {
    for (const peerId of [...this.#newest.keys()]) this.drop(peerId)
  }

  async #read(peerId: string, stream: Stream): Promise<void> {
    const { counters, log, frameBytesMax } = this.#context
    let bytesLeft = turnBytesMax
    // Nothing is ever written to this stream: closing that half now lets the peer's own close end it for good.
    stream.close().catch((error: unknown) => log('could not close the writing half: %e', error))
    try {
      await pipe(
        unhurried(stream),
        source => lp.decode(source, { maxDataLength: frameBytesMax }),
        async source => {
          for await (const bytes of source) {
            if (this.#newest.get(peerId) !== stream) return
            const frame = decodeFrame(bytes, (id, size) => this.#accepts(peerId, id, size))
            counters.framesReceived += 1
            counters.bytesReceived += bytes.byteLength
            this.#deliver(peerId, frame)
            bytesLeft -= bytes.byteLength
            if (bytesLeft > 0) continue
            bytesLeft = turnBytesMax
            await new Promise<void>(endOfTurn)
          }
        }
      )
    } catch (error) {
      const reason = malformedReason(error)
      if (reason === undefined) {
        log('stream from %s ended: %e', peerId, error)
      } else {
        counters.framesMalformed[reason] = (counters.framesMalformed[reason] ?? 0) + 1
        log.error('malformed frame from %s: %e', peerId, error)
      }
      stream.abort(error instanceof Error ? error : new Error(String(error)))
    }
    if (this.#newest.get(peerId) === stream) this.#newest.delete(peerId)
  }

  #accepts(peerId: string, groupId: Uint8Array, bytes: number): boolean {
    const accepts = this.#context.accepts(peerId, groupId, bytes)
    if (!accepts) this.#context.counters.sectionsIgnored += 1
    return accepts
  }

  #deliver(peerId: string, frame: Frame): void {
    try {
      this.#context.onFrame(peerId, frame)
    } catch (error) {
      this.#context.log.error('the handler of frames threw: %e', error)
    }
  }
}

/** What comes on a stream; its peer is to send no more while too much of it waits. */
async function* unhurried(
  stream: Stream
): AsyncGenerator<Uint8Array | Uint8ArrayList, void, undefined> {
  let unreadBytes = 0
  stream.maxReadBufferLength = pausedBytesMax
  stream.addEventListener('message', ({ data }) => {
    unreadBytes += data.byteLength
    if (unreadBytes > unreadBytesMax && stream.readStatus === 'readable') stream.pause()
  })
  for await (const data of stream) {
    yield data
    unreadBytes -= data.byteLength
    if (unreadBytes <= unreadBytesMax && stream.readStatus === 'paused') stream.resume()
  }
}

/** Name of the error if the peer sent what no correct peer sends; undefined if the stream just ended. */
function malformedReason(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined
  switch (error.name) {
    case InvalidMessageError.name:
    case MessageTooLargeError.name:
    case UnsupportedVersionError.name:
      return error.name
    case 'InvalidDataLengthError':
      return MessageTooLargeError.name
    case 'InvalidDataLengthLengthError':
    case 'InvalidMessageLengthError':
      return InvalidMessageError.name
    default:
      return undefined
  }
}
