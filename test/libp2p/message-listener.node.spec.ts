import { afterEach, describe, expect, it } from 'vitest'
import type { ObservedMessage } from '../../src/libp2p/message-listener.js'
import { connected, createTransportPeer, type TransportPeer, valueFrame } from './transport-peer.js'

const cleanups: (() => Promise<void>)[] = []

afterEach(async () => {
  await Promise.all(cleanups.splice(0).map(cleanup => cleanup()))
})

async function peer(onMessage: (message: ObservedMessage) => void): Promise<TransportPeer> {
  const created = await createTransportPeer({ onMessage })
  cleanups.push(async () => await created.node.stop())
  return created
}

async function connectedPair(
  onA: (message: ObservedMessage) => void,
  onB: (message: ObservedMessage) => void
): Promise<readonly [TransportPeer, TransportPeer]> {
  const [a, b] = [await peer(onA), await peer(onB)]
  await a.node.dial(b.node.getMultiaddrs())
  await connected(a, b)
  return [a, b]
}

describe('onMessage', () => {
  it('is told of each message at both of its ends', async () => {
    const atA: ObservedMessage[] = []
    const atB: ObservedMessage[] = []
    const [a, b] = await connectedPair(
      message => atA.push(message),
      message => atB.push(message)
    )
    a.transport.send(b.id, valueFrame(1, 10, 20))
    await b.recorder.until('the frame arrived', () => b.recorder.frames.length === 1)
    const told = { groupId: '07'.repeat(32), type: 'propose', entries: 2 }
    expect(atA).toEqual([{ ...told, direction: 'sent', peerId: b.id }])
    expect(atB).toEqual([{ ...told, direction: 'received', peerId: a.id }])
  })

  it('is not told of what cannot be sent', async () => {
    const told: ObservedMessage[] = []
    const alone = await peer(message => told.push(message))
    alone.transport.send('12D3KooWSahP5pFRCEfaziPEba7urXGeif6T1y8jmodzdFUvzBHj', valueFrame(1))
    expect(told).toEqual([])
    expect(alone.transport.counters.framesDropped.disconnected).toBe(1)
  })

  it('may throw, and the frames arrive all the same', async () => {
    const fail = (): never => {
      throw new Error('a bug of the application')
    }
    const [a, b] = await connectedPair(fail, fail)
    a.transport.send(b.id, valueFrame(1))
    a.transport.send(b.id, valueFrame(2))
    await b.recorder.until('both frames arrived', () => b.recorder.frames.length === 2)
    expect(b.recorder.sequences(a.id)).toEqual([1, 2])
  })
})
