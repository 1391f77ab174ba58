import { afterEach, describe, expect, it } from 'vitest'
import { snapshotFrameBytesMax } from '../../src/wire/limits.js'
import { muxerNames } from '../support/libp2p-node.js'
import {
  connected,
  createTransportPeer,
  sequenceOf,
  type TransportPeer,
  valueFrame
} from './transport-peer.js'

const cleanups: (() => Promise<void>)[] = []

afterEach(async () => {
  await Promise.all(cleanups.splice(0).map(cleanup => cleanup()))
})

/** Two connected peers, of which the first has sent one frame on each lane, and the second got them. */
async function pair(
  ...args: Parameters<typeof createTransportPeer>
): Promise<readonly [TransportPeer, TransportPeer]> {
  const [a, b] = [await createTransportPeer(...args), await createTransportPeer(...args)]
  for (const { node } of [a, b]) cleanups.push(async () => await node.stop())
  await a.node.dial(b.node.getMultiaddrs())
  await connected(a, b)
  a.transport.send(b.id, valueFrame(0))
  a.transport.send(b.id, valueFrame(1000), 'snapshot')
  await b.recorder.until('both lanes are open', () => b.recorder.frames.length === 2)
  return [a, b]
}

const partBytes = 200 * 1024

describe.each(muxerNames)('lanes over %s', muxer => {
  it('keep an order each', async () => {
    const [a, b] = await pair({}, { muxer })
    for (let i = 1; i <= 10; i += 1) {
      a.transport.send(b.id, valueFrame(1000 + i, partBytes), 'snapshot')
      a.transport.send(b.id, valueFrame(i))
    }
    await b.recorder.until('all frames arrived', () => b.recorder.frames.length === 22)
    const sequences = b.recorder.sequences(a.id)
    const log = sequences.filter(sequence => sequence < 1000)
    const snapshot = sequences.filter(sequence => sequence >= 1000)
    expect(log).toEqual(log.toSorted((x, y) => x - y))
    expect(snapshot).toEqual(snapshot.toSorted((x, y) => x - y))
  })

  it('have limits each', async () => {
    const [a, b] = await pair({}, { muxer })
    a.transport.send(b.id, valueFrame(1, snapshotFrameBytesMax), 'snapshot')
    expect(a.transport.counters.framesDropped['too-large']).toBe(1)
    a.transport.send(b.id, valueFrame(2, snapshotFrameBytesMax))
    await b.recorder.until('the log takes it', () => b.recorder.frames.length === 3)
    for (let i = 0; i < 40; i += 1) {
      a.transport.send(b.id, valueFrame(1003 + i, partBytes), 'snapshot')
    }
    expect(a.transport.counters.framesDropped['queue-full']).toBeGreaterThan(0)
  })

  it('of the log works with peers that have no other', async () => {
    const [a, b] = await pair({}, { muxer })
    await b.node.unhandle(b.transport.snapshotProtocol)
    for (const { streams } of a.node.getConnections()) {
      const stream = streams.find(({ protocol }) => protocol === a.transport.snapshotProtocol)
      stream?.abort(new Error('gone'))
    }
    for (let i = 1; i <= 3; i += 1) {
      a.transport.send(b.id, valueFrame(1000 + i), 'snapshot')
      a.transport.send(b.id, valueFrame(i))
      await b.recorder.until(`frame ${i} arrived`, () => b.recorder.frames.length === 2 + i)
    }
    expect(b.recorder.sequences(a.id)).toEqual([0, 1000, 1, 2, 3])
    expect(a.transport.isConnected(b.id)).toBe(true)
  })
})

it('the log does not wait for the contents of snapshots', async () => {
  const [a, b] = await pair({}, { muxer: 'yamux' })
  for (let i = 1; i <= 15; i += 1) {
    a.transport.send(b.id, valueFrame(1000 + i, partBytes), 'snapshot')
  }
  a.transport.send(b.id, valueFrame(1))
  await b.recorder.until('all frames arrived', () => b.recorder.frames.length === 18)
  const place = b.recorder.frames.findIndex(({ frame }) => sequenceOf(frame) === 1)
  expect(place).toBeLessThan(10)
})
