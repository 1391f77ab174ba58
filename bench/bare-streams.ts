import type { Stream } from '@libp2p/interface'
import type { Load, Rate } from './commands.js'

/** How messages on bare streams count as done. */
export interface Window extends Load {
  /** Bytes that come back on each stream for each message. */
  readonly answerBytes: number
  /** Streams that must answer a message. */
  readonly answers: number
}

/** Keeps so many messages under way on all of these streams, each sent by `send`, for some time; closes the streams. */
export async function keepUnderWay(
  streams: readonly Stream[],
  { answerBytes, answers, inFlight, durationMs }: Window,
  send: () => void
): Promise<Rate> {
  const answeredBytes = streams.map(() => 0)
  const startMs = performance.now()
  let sent = 0
  let done = 0
  let elapsedMs = 0
  const sendUpTo = (count: number): void => {
    for (; sent < count; sent += 1) send()
  }
  await new Promise<void>((resolve, reject) => {
    for (const [index, stream] of streams.entries()) {
      stream.addEventListener('close', ({ error }) => reject(error ?? new Error('stream closed')))
      stream.addEventListener('message', ({ data }) => {
        answeredBytes[index] = (answeredBytes[index] ?? 0) + data.byteLength
        if (elapsedMs > durationMs) {
          // What the slower peers still owe would disturb the measurement that comes next.
          if (answeredBytes.every(bytes => bytes === sent * answerBytes)) resolve()
          return
        }
        elapsedMs = performance.now() - startMs
        const enough = answeredBytes.toSorted((a, b) => b - a)[answers - 1] ?? 0
        done = Math.floor(enough / answerBytes)
        sendUpTo(done + inFlight)
      })
    }
    sendUpTo(inFlight)
  })
  await Promise.all(streams.map(stream => stream.close()))
  return { perSecond: (done * 1000) / elapsedMs }
}

/** Writes at once when idle, and together what comes until the end of that turn of the event loop. */
export class CoalescingWriter {
  readonly #stream: Stream
  #waiting: Uint8Array[] = []
  #busy = false

  constructor(stream: Stream) {
    this.#stream = stream
  }

  send(message: Uint8Array): void {
    if (this.#busy) {
      this.#waiting.push(message)
      return
    }
    this.#busy = true
    setImmediate(() => this.#flush())
    this.#stream.send(message)
  }

  #flush(): void {
    this.#busy = false
    if (this.#waiting.length === 0 || this.#stream.status !== 'open') return
    const messages = this.#waiting
    this.#waiting = []
    this.#stream.send(Buffer.concat(messages))
  }
}
