import { describe, expect, it } from 'vitest'
import { type Connection, goodLink, Link, type LinkConditions } from '../../src/simulator/link.js'
import { Random } from '../../src/simulator/random.js'
import { Scheduler } from '../../src/simulator/scheduler.js'

const connection: Connection = { isOpen: true, isReset: false }

class Place {
  readonly scheduler: Scheduler = new Scheduler()
  readonly link: Link
  /** First bytes of what arrived, and when. */
  readonly arrived: { readonly id: number; readonly atMs: number }[] = []
  readonly faults: string[] = []

  constructor(conditions: Partial<LinkConditions> = {}) {
    this.link = new Link({
      scheduler: this.scheduler,
      random: new Random(1),
      conditions: { ...goodLink, ...conditions },
      onArrival: (_connection, bytes) => {
        this.arrived.push({ id: bytes[0] ?? 0, atMs: this.scheduler.nowMs })
      },
      onFault: fault => this.faults.push(fault)
    })
  }

  get ids(): number[] {
    return this.arrived.map(({ id }) => id)
  }

  /** Sends 100 frames, one each millisecond, and waits until they have arrived. */
  async sendMany(): Promise<void> {
    for (let id = 0; id < 100; id += 1) {
      this.link.send(connection, Uint8Array.of(id))
      await this.scheduler.runUntil(this.scheduler.nowMs + 1)
    }
    await this.scheduler.runUntil(this.scheduler.nowMs + 1000)
  }
}

const all = Array.from({ length: 100 }, (_, id) => id)

describe('a link', () => {
  it('delivers in order, each frame once, after a delay within its range', async () => {
    const place = new Place({ delayMs: [5, 20] })
    await place.sendMany()
    expect(place.ids).toEqual(all)
    const delays = place.arrived.map(({ id, atMs }) => atMs - id)
    expect(Math.min(...delays)).toBeGreaterThanOrEqual(5)
    expect(Math.max(...delays)).toBeLessThanOrEqual(20.1)
    expect(new Set(delays.map(Math.round)).size).toBeGreaterThan(5)
    expect(place.faults).toEqual([])
  })

  it('loses frames', async () => {
    const place = new Place({ lossRate: 0.3 })
    await place.sendMany()
    const lost = place.faults.filter(fault => fault === 'frame lost').length
    expect(lost).toBeGreaterThan(10)
    expect(place.ids).toHaveLength(100 - lost)
  })

  it('lets frames wait for those before them, until their connection is gone', async () => {
    const place = new Place({ bytesPerMs: 1, delayMs: [1, 1] })
    place.link.send(connection, new Uint8Array(5000))
    expect(place.link.backlogMs).toBe(5000)
    place.link.alter({ bytesPerMs: 1000 })
    place.link.send(connection, Uint8Array.of(1))
    place.link.clear()
    expect(place.link.backlogMs).toBe(0)
    place.link.send(connection, Uint8Array.of(2))
    await place.scheduler.runUntil(10_000)
    expect(place.ids).toEqual([2, 0, 1])
    expect(place.arrived[0]?.atMs).toBeLessThan(2)
  })

  it('delivers frames twice', async () => {
    const place = new Place({ duplicateRate: 0.3 })
    await place.sendMany()
    const twice = place.faults.filter(fault => fault === 'frame duplicated').length
    expect(twice).toBeGreaterThan(10)
    expect(place.ids).toHaveLength(100 + twice)
  })

  it('lets frames overtake each other', async () => {
    const place = new Place({ reorderRate: 0.5, delayMs: [1, 20] })
    await place.sendMany()
    expect(place.faults).toContain('frame overtook')
    expect(place.ids).not.toEqual(all)
    expect(place.ids.toSorted((a, b) => a - b)).toEqual(all)
  })

  it('makes stragglers late, and others overtake them', async () => {
    const place = new Place({ straggleRate: 0.1, delayMs: [1, 2] })
    await place.sendMany()
    const late = place.arrived.filter(({ id, atMs }) => atMs - id > 10)
    expect(late).toHaveLength(place.faults.filter(fault => fault === 'frame straggled').length)
    expect(late.length).toBeGreaterThan(2)
    expect(place.ids).not.toEqual(all)
  })

  it('takes time for bytes, and makes later frames wait', async () => {
    const place = new Place({ bytesPerMs: 100, delayMs: [1, 1] })
    for (const id of [1, 2]) place.link.send(connection, new Uint8Array(1000).fill(id))
    await place.scheduler.runUntil(100)
    expect(place.arrived).toEqual([
      { id: 1, atMs: 11 },
      { id: 2, atMs: 21 }
    ])
  })

  it('drops what does not fit in its queue', async () => {
    const place = new Place({ bytesPerMs: 1 })
    for (const id of [1, 2, 3]) place.link.send(connection, new Uint8Array(7_000_000).fill(id))
    expect(place.faults).toEqual(['frame dropped from a full queue'])
  })

  it('carries nothing while it is cut', async () => {
    const place = new Place()
    place.link.cut()
    expect(place.link.isOpen).toBe(false)
    place.link.send(connection, Uint8Array.of(1))
    await place.scheduler.runUntil(100)
    place.link.mend()
    place.link.send(connection, Uint8Array.of(2))
    await place.scheduler.runUntil(200)
    expect(place.ids).toEqual([2])
    expect(place.faults).toEqual(['frame cut off'])
  })

  it('keeps what arrives while it is held up, in order', async () => {
    const place = new Place()
    place.link.hold()
    for (const id of [1, 2, 3]) place.link.send(connection, Uint8Array.of(id))
    await place.scheduler.runUntil(100)
    expect(place.ids).toEqual([])
    place.link.mend()
    expect(place.arrived).toEqual([1, 2, 3].map(id => ({ id, atMs: 100 })))
  })

  it('goes back to how it was at first', async () => {
    const place = new Place({ delayMs: [1, 1] })
    place.link.alter({ lossRate: 1 })
    place.link.alter({ duplicateRate: 1 })
    place.link.send(connection, Uint8Array.of(1))
    place.link.alter()
    place.link.send(connection, Uint8Array.of(2))
    await place.scheduler.runUntil(100)
    expect(place.ids.toSorted()).toEqual([1, 1, 2])
  })
})
