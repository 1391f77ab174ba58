import type { Connection, Stream } from '@libp2p/interface'
import { peerIdFromString } from '@libp2p/peer-id'
import { streamPair } from '@libp2p/utils'
import * as lp from 'it-length-prefixed'
import { Uint8ArrayList } from 'uint8arraylist'
import { describe, expect, it } from 'vitest'
import { type InboundContext, InboundStreams, turnBytesMax } from '../../src/libp2p/inbound.js'
import { transportCounters } from '../../src/libp2p/metrics.js'
import type { Frame } from '../../src/wire/frame.js'
import { encodeFrame } from '../../src/wire/frame-codec.js'
import { frameBytesMax } from '../../src/wire/limits.js'
import { sequenceOf, valueFrame } from './transport-peer.js'

const peerId = '12D3KooWSahP5pFRCEfaziPEba7urXGeif6T1y8jmodzdFUvzBHj'

/** Reads a stream, and says what came of it in each turn of the event loop. */
class Reading {
  readonly sequences: number[] = []
  /** Frames that were delivered in a turn, of the turns in which any were. */
  readonly turns: number[] = []
  readonly statuses = new Set<string>()
  readonly near: Stream
  readonly inbound: InboundStreams
  onFrame: () => void = () => undefined
  #inTurn = 0

  private constructor(near: Stream, far: Stream) {
    this.near = near
    this.inbound = new InboundStreams({
      frameBytesMax,
      counters: transportCounters(),
      log: Object.assign(() => undefined, { error: () => undefined }),
      accepts: () => true,
      onFrame: (_: string, frame: Frame) => {
        this.sequences.push(sequenceOf(frame))
        this.onFrame()
        this.statuses.add(far.readStatus)
        if (this.#inTurn === 0) setImmediate(() => this.#endTurn())
        this.#inTurn += 1
      }
    } as unknown as InboundContext)
    const connection = { remotePeer: peerIdFromString(peerId) } as Connection
    this.inbound.accept(far, connection)
  }

  static async begin(): Promise<Reading> {
    return new Reading(...(await streamPair()))
  }

  /** Has `count` frames arrive in one piece, each with a value of so many bytes. */
  send(count: number, bytes: number): void {
    const piece = new Uint8ArrayList()
    for (let i = 1; i <= count; i += 1) {
      piece.append(lp.encode.single(encodeFrame(valueFrame(i, bytes))))
    }
    this.near.send(piece)
  }

  async until(count: number): Promise<void> {
    await expect.poll(() => this.sequences.length, { timeout: 5_000 }).toBe(count)
    expect(this.sequences).toEqual(Array.from({ length: count }, (_, i) => i + 1))
  }

  #endTurn(): void {
    this.turns.push(this.#inTurn)
    this.#inTurn = 0
  }
}

describe('frames that arrive at once', () => {
  it('are read over several turns of the event loop, in order', async () => {
    const reading = await Reading.begin()
    const bytes = turnBytesMax / 16
    reading.send(256, bytes)
    await reading.until(256)
    // A turn may begin with what is left of the turn before.
    expect(Math.max(...reading.turns)).toBeLessThanOrEqual(32)
    expect(reading.turns.length).toBeGreaterThanOrEqual(8)
  })

  it('are read one at a time if they are large', async () => {
    const reading = await Reading.begin()
    reading.send(6, turnBytesMax)
    await reading.until(6)
    expect(Math.max(...reading.turns)).toBe(1)
  })

  it('are all read if the peer ends the stream after them', async () => {
    const reading = await Reading.begin()
    reading.send(64, turnBytesMax / 4)
    await reading.near.close()
    await reading.until(64)
  })

  it('are lost with the peer', async () => {
    const reading = await Reading.begin()
    const gone = Promise.withResolvers<void>()
    reading.onFrame = () => {
      if (reading.sequences.length === 1) setImmediate(gone.resolve)
    }
    reading.send(64, turnBytesMax / 4)
    await gone.promise
    reading.inbound.drop(peerId)
    const { length } = reading.sequences
    expect(length).toBeLessThan(64)
    for (let i = 0; i < 100; i += 1) await new Promise(resolve => setImmediate(resolve))
    expect(reading.sequences).toHaveLength(length)
  })

  it('make the peer wait if too much of them does, and go on', async () => {
    const reading = await Reading.begin()
    const half = frameBytesMax / 2
    for (let i = 0; i < 4; i += 1) {
      reading.near.send(lp.encode.single(encodeFrame(valueFrame(i + 1, half / 4, half / 4))))
    }
    await reading.until(4)
    expect(reading.statuses).toEqual(new Set(['readable']))
    const more = Array.from({ length: 20 }, (_, i) => encodeFrame(valueFrame(i + 5, half / 4)))
    for (const frame of more) reading.near.send(lp.encode.single(frame))
    await reading.until(24)
    expect(reading.statuses).toContain('paused')
  })
})
