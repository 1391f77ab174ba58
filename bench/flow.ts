import type { Libp2p, Stream } from '@libp2p/interface'
import { peerIdFromString } from '@libp2p/peer-id'
import { CoalescingWriter, keepUnderWay } from './bare-streams.js'
import type { Flow, Rate } from './commands.js'

const protocol = '/bench/flow/1.0.0'

/** Bytes of the length of the messages that a stream begins with. */
const headBytes = 4

/** From this length on a message is worth a write of its own; shorter ones flow faster where they share one. */
const ownWriteBytes = 64 * 1024

/** Answers every message of a bare stream with one byte. */
export async function handleFlows(node: Libp2p): Promise<void> {
  await node.handle(protocol, stream => {
    let messageBytes: number | undefined
    let head = Buffer.alloc(0)
    let waiting = 0
    stream.addEventListener('message', ({ data }) => {
      let received = data.byteLength
      if (messageBytes === undefined) {
        head = Buffer.concat([head, data.subarray()])
        if (head.length < headBytes) return
        messageBytes = head.readUInt32BE(0)
        received = head.length - headBytes
      }
      waiting += received
      const complete = Math.floor(waiting / messageBytes)
      waiting -= complete * messageBytes
      if (complete > 0) stream.send(new Uint8Array(complete))
    })
    stream.addEventListener('remoteCloseWrite', () => {
      stream.close().catch(error => stream.abort(error))
    })
  })
}

/** Sends messages on bare streams to several peers, with so many of them under way at any time. */
export async function flow(node: Libp2p, options: Flow): Promise<Rate> {
  const { peerIds, messageBytes, ...load } = options
  const streams = await Promise.all(peerIds.map(peerId => open(node, peerId, messageBytes)))
  const sendOn = streams.map(stream => {
    const writer = new CoalescingWriter(stream)
    return messageBytes < ownWriteBytes
      ? (message: Uint8Array) => writer.send(message)
      : (message: Uint8Array) => stream.send(message)
  })
  const message = new Uint8Array(messageBytes)
  return await keepUnderWay(streams, { ...load, answerBytes: 1 }, () => {
    for (const sendToPeer of sendOn) sendToPeer(message)
  })
}

async function open(node: Libp2p, peerId: string, messageBytes: number): Promise<Stream> {
  const stream = await node.dialProtocol(peerIdFromString(peerId), protocol)
  const head = Buffer.alloc(headBytes)
  head.writeUInt32BE(messageBytes)
  stream.send(head)
  return stream
}
