import type { Stream } from '@libp2p/interface'
import { multiaddr } from '@multiformats/multiaddr'
import * as lp from 'it-length-prefixed'
import { afterEach, describe, expect, it } from 'vitest'
import type { Frame } from '../../src/wire/frame.js'
import { encodeFrame } from '../../src/wire/frame-codec.js'
import { frameBytesMax } from '../../src/wire/limits.js'
import { createNode, introduce, muxerNames } from '../support/libp2p-node.js'
import { createTcpProxy } from '../support/tcp-proxy.js'
import {
  connected,
  createTransportPeer,
  streamEnd,
  type TransportPeer,
  valueFrame
} from './transport-peer.js'

const cleanups: (() => Promise<void>)[] = []

afterEach(async () => {
  await Promise.all(cleanups.splice(0).map(cleanup => cleanup()))
})

async function peer(...args: Parameters<typeof createTransportPeer>): Promise<TransportPeer> {
  const created = await createTransportPeer(...args)
  cleanups.push(async () => await created.node.stop())
  return created
}

function range(first: number, end: number): number[] {
  return Array.from({ length: end - first }, (_, index) => first + index)
}

describe.each(muxerNames)('frames over %s', muxer => {
  it('arrive in order, both ways, from the authenticated sender', async () => {
    const a = await peer({}, { muxer })
    const b = await peer({}, { muxer })
    await a.node.dial(b.node.getMultiaddrs())
    await connected(a, b)
    for (let sequence = 0; sequence < 10_000; sequence += 1) {
      a.transport.send(b.id, valueFrame(sequence))
      b.transport.send(a.id, valueFrame(sequence))
    }
    for (const [from, to] of [
      [a, b],
      [b, a]
    ] as const) {
      await to.recorder.until('all frames arrived', () => to.recorder.frames.length === 10_000)
      expect(to.recorder.sequences(from.id)).toEqual(range(0, 10_000))
      expect(from.transport.counters.framesSent).toBe(10_000)
    }
  })

  it('of 8 MiB arrive whole, between small ones', async () => {
    const a = await peer({ sendQueueBytesMax: 64 * 1024 * 1024 }, { muxer })
    const b = await peer({}, { muxer })
    await a.node.dial(b.node.getMultiaddrs())
    await connected(a, b)
    const sizes = Array.from({ length: 8 }, () => 1024 * 1024 - 1024)
    // The first frames meet a reader that is certainly there: libp2p resets streams that fill up before they are read.
    a.transport.send(b.id, valueFrame(0))
    await b.recorder.until('the first frame arrived', () => b.recorder.frames.length === 1)
    for (let sequence = 1; sequence < 8; sequence += 1) {
      a.transport.send(
        b.id,
        sequence % 2 === 0 ? valueFrame(sequence) : valueFrame(sequence, ...sizes)
      )
    }
    await b.recorder.until('all frames arrived', () => b.recorder.frames.length === 8)
    expect(b.recorder.sequences(a.id)).toEqual(range(0, 8))
    const values = valuesOf(b.recorder.frames[7]?.frame)
    expect(values.map(({ length }) => length)).toEqual(sizes)
    expect(values.every(value => value.every(byte => byte === 7))).toBe(true)
  })

  it('beyond the bound are dropped while a peer does not read, and flow again once it does', async () => {
    const a = await peer({ sendQueueBytesMax: 1024 * 1024 }, { muxer })
    const b = await peer({}, { muxer })
    const port = Number(b.node.getMultiaddrs()[0]?.getComponents()[1]?.value)
    const proxy = await createTcpProxy(port)
    cleanups.push(() => proxy.close())
    await a.node.dial(multiaddr(`/ip4/127.0.0.1/tcp/${proxy.port}/p2p/${b.id}`))
    await connected(a, b)
    a.transport.send(b.id, valueFrame(0))
    await b.recorder.until('the first frame arrived', () => b.recorder.frames.length === 1)
    proxy.stall()
    const count = 400
    for (let sequence = 1; sequence <= count; sequence += 1) {
      a.transport.send(b.id, valueFrame(sequence, 64 * 1024))
    }
    const dropped = a.transport.counters.framesDropped['queue-full']
    expect(dropped).toBeGreaterThan(0)
    proxy.resume()
    const expected = 1 + count - dropped
    await b.recorder.until('what was kept arrived', () => b.recorder.frames.length === expected)
    a.transport.send(b.id, valueFrame(count + 1))
    await b.recorder.until('the next frame arrived', () => b.recorder.frames.length > expected)
    const sequences = b.recorder.sequences(a.id)
    expect(sequences).toEqual(sequences.toSorted((x, y) => x - y))
    expect(sequences.at(-1)).toBe(count + 1)
  })

  it.each([
    [
      'malformed',
      lp.encode.single(new Uint8Array([255, 255, 255, 255])).subarray(),
      'InvalidMessageError'
    ],
    ['too large', oversizedPrefix(), 'MessageTooLargeError']
  ])(
    'that are %s end only their stream, are counted, and good ones may follow',
    async (_, bytes, name) => {
      const a = await peer({}, { muxer })
      const b = await peer({}, { muxer })
      const rogue = await createNode({ muxer })
      cleanups.push(async () => await rogue.stop())
      await rogue.handle(b.transport.protocol, ignoreStream)
      await introduce(rogue, b.node)
      await a.node.dial(b.node.getMultiaddrs())
      await connected(a, b)
      a.transport.send(b.id, valueFrame(1))

      const bad = await rogue.dialProtocol(b.node.peerId, b.transport.protocol)
      bad.send(bytes)
      await streamEnd(bad)
      expect(bad.status).toBe('reset')
      expect(b.transport.counters.framesMalformed).toEqual({ [name]: 1 })

      const good = await rogue.dialProtocol(b.node.peerId, b.transport.protocol)
      good.send(lp.encode.single(encodeFrame(valueFrame(7))))
      a.transport.send(b.id, valueFrame(2))
      await b.recorder.until('the good frames arrived', () => b.recorder.frames.length === 3)
      expect(b.recorder.sequences(rogue.peerId.toString())).toEqual([7])
      expect(b.recorder.sequences(a.id)).toEqual([1, 2])
      expect(b.transport.counters.streamsReset).toEqual({ inbound: 1, outbound: 0 })
    }
  )

  it('survive a reset stream: what is sent after it arrives on the next one', async () => {
    const a = await peer({}, { muxer })
    const b = await peer({}, { muxer })
    await a.node.dial(b.node.getMultiaddrs())
    await connected(a, b)
    a.transport.send(b.id, valueFrame(1))
    await b.recorder.until('the first frame arrived', () => b.recorder.frames.length === 1)
    const stream = a.node
      .getConnections()[0]
      ?.streams.find(
        each => each.protocol === a.transport.protocol && each.direction === 'outbound'
      )
    stream?.abort(new Error('broken by the test'))
    expect(a.transport.counters.streamsReset.outbound).toBe(1)
    a.transport.send(b.id, valueFrame(2))
    await b.recorder.until('the second frame arrived', () => b.recorder.frames.length === 2)
    expect(b.recorder.changes).toEqual([`+${a.id}`])
  })

  it('of an older stream are not delivered once a newer one was opened', async () => {
    const b = await peer({}, { muxer })
    const other = await createNode({ muxer })
    cleanups.push(async () => await other.stop())
    await other.handle(b.transport.protocol, ignoreStream)
    await introduce(other, b.node)
    const older = await other.dialProtocol(b.node.peerId, b.transport.protocol)
    older.send(lp.encode.single(encodeFrame(valueFrame(1))))
    await b.recorder.until('a frame arrived', () => b.recorder.frames.length === 1)
    const newer = await other.dialProtocol(b.node.peerId, b.transport.protocol)
    newer.send(lp.encode.single(encodeFrame(valueFrame(2))))
    await streamEnd(older)
    expect(older.status).toBe('reset')
    await b.recorder.until('the next frame arrived', () => b.recorder.frames.length === 2)
    expect(b.recorder.sequences(other.peerId.toString())).toEqual([1, 2])
  })
})

it('is not harmed by a handler that throws', async () => {
  const a = await peer()
  const b = await peer()
  const seen: number[] = []
  b.transport.attach({
    accepts: () => true,
    onFrame: (peerId, frame) => {
      seen.push(1)
      b.recorder.onFrame(peerId, frame)
      throw new Error('thrown by the test')
    },
    onConnectivity: (peerId, isConnected) => {
      b.recorder.onConnectivity(peerId, isConnected)
      throw new Error('thrown by the test')
    }
  })
  await a.node.dial(b.node.getMultiaddrs())
  await connected(a, b)
  a.transport.send(b.id, valueFrame(1))
  a.transport.send(b.id, valueFrame(2))
  await b.recorder.until('both frames arrived', () => b.recorder.frames.length === 2)
})

/** The values that a frame of `valueFrame` carries. */
function valuesOf(frame: Frame | undefined): Uint8Array[] {
  const message = frame?.sections[0]?.messages[0]
  if (message?.type !== 'propose') return []
  return message.proposals.flatMap(each => (each.type === 'value' ? [each.value] : []))
}

/** Speaks the protocol by letting it be. */
function ignoreStream(stream: Stream): void {
  stream.log('ignored')
}

/** The length prefix of a frame one byte above the limit. */
function oversizedPrefix(): Uint8Array {
  const [prefix] = lp.encode([new Uint8Array(frameBytesMax + 1)], {
    maxDataLength: frameBytesMax + 1
  })
  if (prefix === undefined) throw new Error('nothing was encoded')
  return prefix
}
