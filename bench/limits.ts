import type { Libp2p, Stream } from '@libp2p/interface'
import { peerIdFromString } from '@libp2p/peer-id'
import { CoalescingWriter, keepUnderWay } from './bare-streams.js'
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
  return await keepUnderWay(streams, { ...load, answerBytes: valueBytes, answers: 1 }, () => {
    const message = new Uint8Array(valueBytes)
    for (const writer of writers) writer.send(message)
  })
}

async function openEcho(node: Libp2p, peerId: string): Promise<Stream> {
  return await node.dialProtocol(peerIdFromString(peerId), protocol)
}
