import type { Libp2p, Stream } from '@libp2p/interface'
import { peerIdFromString } from '@libp2p/peer-id'
import { type Load, type Rate, valueBytes } from './commands.js'
import { type Latency, latencyOf } from './statistics.js'

const protocol = '/bench/echo/1.0.0'

/** Answers every byte of a bare stream with the same byte. */
export async function handleEchoes(node: Libp2p): Promise<void> {
  await node.handle(protocol, stream => {
    const writer = new CoalescingWriter(stream)
    stream.addEventListener('message', ({ data }) => writer.send(data.subarray()))
    stream.addEventListener('remoteCloseWrite', () => {
      stream.close().catch(error => stream.abort(error))
    })
  })
}

/** Measures round trips of one message after the other to a peer. */
export async function echo(node: Libp2p, peerId: string, count: number): Promise<Latency> {
  const stream = await openEcho(node, peerId)
  const samplesMs: number[] = []
  await new Promise<void>((resolve, reject) => {
    let startMs = 0
    let missing = 0
    const send = (): void => {
      startMs = performance.now()
      missing = valueBytes
      stream.send(new Uint8Array(valueBytes))
    }
    stream.addEventListener('close', ({ error }) => reject(error ?? new Error('stream closed')))
    stream.addEventListener('message', ({ data }) => {
      missing -= data.byteLength
      if (missing > 0) return
      samplesMs.push(performance.now() - startMs)
      if (samplesMs.length === count) resolve()
      else send()
    })
    send()
  })
  await stream.close()
  return latencyOf(samplesMs)
}

/**
 * Sends messages to several peers, each of which counts as done with its first reply; so many are under way at any time.
 * What leaves in the same turn of the event loop shares a write.
 */
export async function broadcast(
  node: Libp2p,
  peerIds: readonly string[],
  load: Load
): Promise<Rate> {
  const streams = await Promise.all(peerIds.map(peerId => openEcho(node, peerId)))
  const writers = streams.map(stream => new CoalescingWriter(stream))
  const answeredBytes = streams.map(() => 0)
  const startMs = performance.now()
  let sent = 0
  let done = 0
  let elapsedMs = 0
  const send = (): void => {
    sent += 1
    const message = new Uint8Array(valueBytes)
    for (const writer of writers) writer.send(message)
  }
  const onReplies = (): void => {
    const answered = Math.floor(Math.max(...answeredBytes) / valueBytes)
    elapsedMs = performance.now() - startMs
    for (; done < answered; done += 1) send()
  }
  await new Promise<void>((resolve, reject) => {
    for (const [index, stream] of streams.entries()) {
      stream.addEventListener('close', ({ error }) => reject(error ?? new Error('stream closed')))
      stream.addEventListener('message', ({ data }) => {
        answeredBytes[index] = (answeredBytes[index] ?? 0) + data.byteLength
        if (elapsedMs <= load.durationMs) onReplies()
        // What the slower peers still owe would disturb the measurement that comes next.
        else if (answeredBytes.every(bytes => bytes === sent * valueBytes)) resolve()
      })
    }
    while (sent < load.inFlight) send()
  })
  await Promise.all(streams.map(stream => stream.close()))
  return { perSecond: (done * 1000) / elapsedMs }
}

async function openEcho(node: Libp2p, peerId: string): Promise<Stream> {
  return await node.dialProtocol(peerIdFromString(peerId), protocol)
}

/** Writes at once when idle, and together what comes until the end of that turn of the event loop. */
class CoalescingWriter {
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
