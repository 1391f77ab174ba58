import type { Connection, Logger, Stream } from '@libp2p/interface'
import * as lp from 'it-length-prefixed'
import { Uint8ArrayList } from 'uint8arraylist'
import { backoffMs } from './backoff.js'
import type { TransportOptions } from './components.js'
import type { TransportCounters } from './metrics.js'
import { endOfTurn } from './turn.js'

/**
 * Bytes from which on waiting frames are written in one piece. Larger writes are no faster, and smaller ones cost a packet,
 * an encryption and an event each.
 */
const writeBytesTarget = 64 * 1024

/** A stream that lived this long has shown that it works: the next one is opened without delay. */
const provenAfterMs = 1_000

/** Milliseconds that a stream may take to send what was already handed to it when it is closed. */
const closeTimeoutMs = 500

/** What an {@link OutboundLink} shares with the transport. */
export interface OutboundContext {
  readonly protocol: string
  /** The largest frame that is sent. */
  readonly frameBytesMax: number
  readonly options: TransportOptions
  readonly counters: TransportCounters
  readonly log: Logger
  /** The peer turned out not to speak the protocol; the link is to be destroyed. */
  readonly onUnsupported: () => void
}

/** A stream that is about to open. */
interface Opening {
  readonly controller: AbortController
  readonly connection: Connection
  /** Resolves once it has opened, or failed to. */
  readonly done: PromiseWithResolvers<void>
}

/**
 * Sends frames to one connected peer over one long-lived stream, in order.
 *
 * The stream is opened as soon as there is a connection, and again whenever it dies; what waited for it is then dropped.
 * While the stream takes no more, frames wait, up to `sendQueueBytesMax` bytes, and are then written in large pieces.
 */
export class OutboundLink {
  readonly #context: OutboundContext
  readonly #connections = new Map<string, Connection>()
  readonly #waiting: Uint8Array[] = []
  #waitingBytes = 0
  #current: { stream: Stream; connection: Connection; openedAtMs: number } | undefined
  #opening: Opening | undefined
  #retry: ReturnType<typeof setTimeout> | undefined
  #failures = 0
  #gathering = false
  #closed = false

  constructor(context: OutboundContext) {
    this.#context = context
  }

  /** Bytes of frames that wait. */
  get waitingBytes(): number {
    return this.#waitingBytes
  }

  /** Whether any connection is left. */
  get connected(): boolean {
    return this.#connections.size > 0
  }

  /** Adds a connection that frames may travel on; moves to it if it is unlimited and the one in use is not. */
  addConnection(connection: Connection): void {
    if (this.#closed || this.#connections.has(connection.id)) return
    this.#connections.set(connection.id, connection)
    const inUse = this.#opening?.connection ?? this.#current?.connection
    if (inUse !== undefined && rank(connection) <= rank(inUse)) return
    this.#opening?.controller.abort()
    this.#open()
  }

  /** Forgets a connection that closed. */
  removeConnection(id: string): void {
    this.#connections.delete(id)
  }

  /** Sends one encoded frame, or lets it wait, or drops it if too much waits already. */
  send(frame: Uint8Array): void {
    const stream = this.#current?.stream
    const { counters, options } = this.#context
    // The first frame of a turn of the event loop leaves at once; those that follow in the same turn share a write at its
    // end. One write each would cost a packet, an encryption and an event each, six times the throughput under load.
    if (stream !== undefined && !this.#gathering && !stream.writableNeedsDrain) {
      this.#gathering = true
      endOfTurn(() => {
        this.#gathering = false
        this.#flush()
      })
      if (!this.#write(stream, [frame])) counters.framesDropped['stream-lost'] += 1
      return
    }
    const buffered = this.#waitingBytes + (stream?.writeBufferLength ?? 0)
    if (buffered + frame.length > options.sendQueueBytesMax) {
      counters.framesDropped['queue-full'] += 1
      return
    }
    this.#waiting.push(frame)
    this.#waitingBytes += frame.length
  }

  /** Ends the stream, once what it was handed has left. It gets 500 ms to open, if it has not, and 500 ms to end. */
  async close(): Promise<void> {
    const { done } = this.#opening ?? {}
    if (this.#waiting.length > 0 && this.#current === undefined && done !== undefined) {
      const timer = setTimeout(done.resolve, closeTimeoutMs)
      await done.promise
      clearTimeout(timer)
    }
    this.#flush()
    const stream = this.#release()
    if (stream !== undefined) await closeStream(stream)
  }

  /** Ends the stream now and gives up what waits. */
  destroy(): void {
    this.#release()?.abort(
      new Error('The peer disconnected or does not speak the protocol any more')
    )
  }

  /** Opens nothing any more, and leaves the stream to the caller. */
  #release(): Stream | undefined {
    const stream = this.#current?.stream
    this.#closed = true
    this.#opening?.controller.abort()
    this.#opening = undefined
    clearTimeout(this.#retry)
    this.#current = undefined
    this.#dropWaiting()
    return stream
  }

  #open(): void {
    clearTimeout(this.#retry)
    const connection = bestConnection(this.#connections.values())
    if (this.#closed || connection === undefined) return
    const { protocol, options } = this.#context
    const controller = new AbortController()
    const opening = { controller, connection, done: Promise.withResolvers<void>() }
    this.#opening = opening
    const timeout = AbortSignal.timeout(options.openTimeoutMs)
    connection
      .newStream(protocol, {
        signal: AbortSignal.any([opening.controller.signal, timeout]),
        runOnLimitedConnection: true,
        maxOutboundStreams: options.maxOutboundStreams
      })
      .then(
        stream => {
          if (this.#opening !== opening) {
            stream.abort(new Error('The stream is not needed any more'))
            return
          }
          this.#opening = undefined
          this.#onOpen(stream, connection)
        },
        (error: unknown) => {
          this.#context.log('could not open a stream: %e', error)
          if (this.#opening !== opening) return
          this.#opening = undefined
          this.#onOpenFailed(error)
        }
      )
      .finally(opening.done.resolve)
  }

  #onOpenFailed(error: unknown): void {
    if (error instanceof Error && error.name === 'UnsupportedProtocolError') {
      this.#context.onUnsupported()
    } else if (this.#current === undefined) {
      // Otherwise a stream on a poorer connection is still in use.
      this.#retryLater(this.#failures + 1)
    }
  }

  #onOpen(stream: Stream, connection: Connection): void {
    const previous = this.#current?.stream
    const openedAtMs = Date.now()
    this.#current = { stream, connection, openedAtMs }
    if (previous !== undefined) void closeStream(previous)
    // A stream that is full holds at most one write, and is handed at most one more.
    stream.maxWriteBufferLength = 2 * (this.#context.frameBytesMax + writeBytesTarget)
    // Nothing is ever read from this stream, so a peer that writes to it has no claim on memory.
    stream.maxReadBufferLength = 0
    stream.addEventListener('drain', () => queueMicrotask(() => this.#flush()))
    stream.addEventListener('close', event => this.#onClose(stream, event.error))
    if (stream.status === 'open') this.#flush()
    else this.#onClose(stream, undefined)
  }

  #onClose(stream: Stream, error: Error | undefined): void {
    if (error !== undefined) this.#context.counters.streamsReset.outbound += 1
    if (this.#current?.stream !== stream) return
    const proven = Date.now() - this.#current.openedAtMs >= provenAfterMs
    this.#current = undefined
    if (this.#opening === undefined) this.#retryLater(proven ? 1 : this.#failures + 1)
  }

  /** Opens again at once after a first failure, later after more. */
  #retryLater(failures: number): void {
    this.#failures = failures
    this.#dropWaiting()
    const { redialIntervalMinMs, redialIntervalMaxMs } = this.#context.options
    const delayMs =
      failures <= 1 ? 0 : backoffMs(failures - 2, redialIntervalMinMs, redialIntervalMaxMs)
    clearTimeout(this.#retry)
    this.#retry = setTimeout(() => this.#open(), delayMs)
  }

  #flush(): void {
    let next = 0
    while (next < this.#waiting.length) {
      const stream = this.#current?.stream
      if (stream === undefined || stream.writableNeedsDrain) break
      const first = next
      let bytes = 0
      do {
        bytes += this.#waiting[next]?.length ?? 0
        next += 1
      } while (bytes + (this.#waiting[next]?.length ?? writeBytesTarget) <= writeBytesTarget)
      if (!this.#write(stream, this.#waiting.slice(first, next))) return
      this.#waitingBytes -= bytes
    }
    this.#waiting.splice(0, next)
  }

  /** Hands frames to the stream in one piece; false if it is dead, which its end of life takes care of. */
  #write(stream: Stream, frames: readonly Uint8Array[]): boolean {
    const { counters, log, frameBytesMax } = this.#context
    const list = new Uint8ArrayList()
    for (const frame of frames)
      list.append(lp.encode.single(frame, { maxDataLength: frameBytesMax }))
    // A single large frame travels uncopied; many small ones must not: a long list is slow to cut.
    const data = frames.length === 1 && list.byteLength > writeBytesTarget ? list : list.subarray()
    try {
      stream.send(data)
    } catch (error) {
      log('could not write to the stream: %e', error)
      stream.abort(error instanceof Error ? error : new Error(String(error)))
      return false
    }
    counters.framesSent += frames.length
    counters.bytesSent += data.byteLength
    return true
  }

  #dropWaiting(): void {
    this.#context.counters.framesDropped['stream-lost'] += this.#waiting.length
    this.#waiting.length = 0
    this.#waitingBytes = 0
  }
}

/** Unlimited before limited, direct before relayed. */
function rank(connection: Connection): number {
  return (connection.limits === undefined ? 2 : 0) + (connection.direct ? 1 : 0)
}

function bestConnection(connections: Iterable<Connection>): Connection | undefined {
  let best: Connection | undefined
  for (const connection of connections) {
    if (connection.status !== 'open') continue
    if (best === undefined || rank(connection) > rank(best)) best = connection
  }
  return best
}

async function closeStream(stream: Stream): Promise<void> {
  try {
    await stream.close({ signal: AbortSignal.timeout(closeTimeoutMs) })
  } catch (error) {
    stream.abort(error instanceof Error ? error : new Error(String(error)))
  }
}
