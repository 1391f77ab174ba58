import { describe, expect, it } from 'vitest'
import { tailBytesMax, tailEntriesMax } from '../../src/core/limits.js'
import { ballot, bigEntry, labels, log, stateOf } from '../support/core-builders.js'

const invariant = expect.objectContaining({ name: 'InvariantError' })
const a = ballot(1, 1)
const b = ballot(2, 2)
const c = ballot(3, 3)

describe('the state of a replica', () => {
  it('is what was recovered, and all of that is durable', () => {
    const state = stateOf({ promised: b, accepted: a, chosen: 2, chosenBallot: a, log: log(1, 3) })
    expect(state.promisedBallot).toBe(b)
    expect(state.acceptedBallot).toBe(a)
    expect(state.chosenSlotMax).toBe(2)
    expect(state.chosenBallot).toBe(a)
    expect(state.lastSlot).toBe(3)
    expect(state.durableSlot(a)).toBe(3)
    expect(state.durableSlot(b)).toBe(0)
    expect(state.isDurable(0)).toBe(true)
    expect(state.takeBatch(0)).toBeUndefined()
    expect(state.takeBatch(0, true)).toBeUndefined()
  })

  it('is still synchronised after a restart, and only if it accepted in what it promised', () => {
    expect(stateOf({ accepted: a }).synced).toBe(true)
    expect(stateOf({ promised: b, accepted: a }).synced).toBe(false)
  })

  it('puts a promise into the next batch, once, with the accepted ballot', () => {
    const state = stateOf({ accepted: a })
    state.promise(b)
    expect(state.takeBatch(0)).toEqual({
      batchId: 1,
      batch: { promisedBallot: b, acceptedBallot: a }
    })
    expect(state.takeBatch(0)).toBeUndefined()
    state.promise(b)
    expect(state.takeBatch(0)).toBeUndefined()
  })

  it('never promises a lower ballot', () => {
    const state = stateOf({ accepted: b })
    expect(() => state.promise(a)).toThrow(invariant)
  })

  it('accepts in nothing but the promised ballot', () => {
    const state = stateOf({ promised: b, accepted: a, log: log(1, 2) })
    expect(() => state.accept(a, 3, log(3, 3))).toThrow(invariant)
    expect(() => state.accept(c, 3, log(3, 3))).toThrow(invariant)
  })

  it('writes truncation, entries and accepted ballot in one batch', () => {
    const state = stateOf({ promised: b, accepted: a, chosen: 1, log: log(1, 4) })
    state.accept(b, 2, log(2, 3, 'b'))
    expect(labels(state.log.slice(1, 3))).toEqual(['a1', 'b2', 'b3'])
    expect(state.lastSlot).toBe(3)
    expect(state.takeBatch(0)?.batch).toEqual({
      promisedBallot: b,
      acceptedBallot: b,
      log: { firstSlot: 2, entries: log(2, 3, 'b') }
    })
  })

  it('writes a mere truncation', () => {
    const state = stateOf({ promised: b, accepted: a, log: log(1, 4) })
    state.accept(b, 3, [])
    expect(state.takeBatch(0)?.batch.log).toEqual({ firstSlot: 3, entries: [] })
  })

  it('cuts as little as one slot, and writes nothing of the log if there is nothing to cut', () => {
    const state = stateOf({ promised: b, accepted: a, log: log(1, 4) })
    state.accept(b, 4, [])
    expect(state.lastSlot).toBe(3)
    expect(state.takeBatch(0)?.batch.log).toEqual({ firstSlot: 4, entries: [] })
    state.promise(c)
    state.accept(c, 4, [])
    expect(state.takeBatch(0)?.batch).toEqual({ promisedBallot: c, acceptedBallot: c })
  })

  it('only grows within a ballot', () => {
    const state = stateOf({ accepted: b, log: log(1, 3) })
    expect(() => state.accept(b, 3, log(3, 4))).toThrow(invariant)
    expect(() => state.accept(b, 5, log(5, 5))).toThrow(invariant)
    state.accept(b, 4, log(4, 4))
    expect(state.lastSlot).toBe(4)
    expect(state.takeBatch(0)?.batch).toEqual({ log: { firstSlot: 4, entries: log(4, 4) } })
  })

  it('changes nothing that is chosen and leaves no gap', () => {
    const state = stateOf({ promised: b, accepted: a, chosen: 2, log: log(1, 3) })
    expect(() => state.accept(b, 2, log(2, 4, 'b'))).toThrow(invariant)
    expect(() => state.accept(b, 5, log(5, 5, 'b'))).toThrow(invariant)
  })

  it('joins all changes of a step from the lowest slot on', () => {
    const state = stateOf({ promised: b, accepted: a, log: log(1, 4) })
    state.accept(b, 3, log(3, 3, 'b'))
    state.accept(b, 4, log(4, 5, 'b'))
    expect(state.takeBatch(0)?.batch.log).toEqual({ firstSlot: 3, entries: log(3, 5, 'b') })
  })

  it('learns upwards only, and no further than its log', () => {
    const state = stateOf({ accepted: b, chosen: 2, chosenBallot: b, log: log(1, 3) })
    state.learn(1, c)
    state.learn(2, c)
    expect(state.chosenSlotMax).toBe(2)
    expect(state.takeBatch(0, true)).toBeUndefined()
    expect(state.chosenBallot).toBe(b)
    expect(() => state.learn(4, b)).toThrow(invariant)
    state.learn(3, a)
    expect(state.chosenSlotMax).toBe(3)
    expect(state.chosenBallot).toBe(b)
  })

  it('writes a watermark with the next batch, or alone at an orderly end', () => {
    const state = stateOf({ accepted: b, log: log(1, 3) })
    state.learn(2, b)
    expect(state.takeBatch(0)).toBeUndefined()
    state.accept(b, 4, log(4, 4))
    expect(state.takeBatch(0)?.batch).toEqual({
      chosen: { slotMax: 2, ballot: b },
      log: { firstSlot: 4, entries: log(4, 4) }
    })
    state.learn(3, b)
    expect(state.takeBatch(0, true)?.batch).toEqual({ chosen: { slotMax: 3, ballot: b } })
    expect(state.takeBatch(0, true)).toBeUndefined()
  })

  it('counts the bytes that are not known to be chosen', () => {
    const state = stateOf({ accepted: a, chosen: 1, log: log(1, 3) })
    expect(state.unchosenBytes).toBe(state.log.bytes(2, 3))
  })
})

describe('durability of the state', () => {
  it('counts a slot as accepted once the batch that holds it is durable, and not before', () => {
    const state = stateOf({ accepted: a, log: log(1, 1) })
    state.accept(a, 2, log(2, 2))
    expect(state.durableSlot(a)).toBe(1)
    state.takeBatch(0)
    state.accept(a, 3, log(3, 3))
    state.takeBatch(0)
    expect(state.durableSlot(a)).toBe(1)
    expect(state.isDurable(1)).toBe(false)
    state.onDurable(1)
    expect(state.durableSlot(a)).toBe(2)
    expect(state.isDurable(1)).toBe(true)
    expect(state.isDurable(2)).toBe(false)
    state.onDurable(2)
    expect(state.durableSlot(a)).toBe(3)
  })

  it('takes the report of a later batch for all before it', () => {
    const state = stateOf({ accepted: a })
    state.accept(a, 1, log(1, 1))
    state.takeBatch(0)
    state.accept(a, 2, log(2, 2))
    state.takeBatch(0)
    state.onDurable(2)
    expect(state.isDurable(1)).toBe(true)
    expect(state.durableSlot(a)).toBe(2)
    expect(() => state.onDurable(3)).toThrow(invariant)
  })

  it('does not count a batch of an older ballot for the new one', () => {
    const state = stateOf({ accepted: a })
    state.accept(a, 1, log(1, 3))
    state.takeBatch(0)
    state.promise(b)
    state.accept(b, 2, log(2, 3, 'b'))
    state.takeBatch(0)
    state.onDurable(1)
    expect(state.durableSlot(b)).toBe(0)
    state.onDurable(2)
    expect(state.durableSlot(b)).toBe(3)
    expect(state.durableSlot(a)).toBe(0)
  })

  it('does not count a rewritten slot for the write that was under way before', () => {
    const state = stateOf({ accepted: a, log: log(1, 1) })
    state.accept(a, 2, log(2, 4))
    state.takeBatch(0)
    state.promise(c)
    state.installChosen(c, log(1, 2, 'c'))
    state.onDurable(1)
    expect(state.durableSlot(a)).toBe(0)
    state.takeBatch(0)
    state.onDurable(2)
    expect(state.durableSlot(a)).toBe(2)
  })

  it('does not count a durable slot that was cut since', () => {
    const state = stateOf({ accepted: a, log: log(1, 5) })
    state.promise(c)
    state.installChosen(c, log(1, 1, 'c'))
    expect(state.durableSlot(a)).toBe(0)
  })

  it('tells since when the oldest batch is under way', () => {
    const state = stateOf({ accepted: a })
    expect(state.flushingSinceMs).toBeUndefined()
    state.accept(a, 1, log(1, 1))
    state.takeBatch(10)
    state.accept(a, 2, log(2, 2))
    state.takeBatch(20)
    expect(state.flushingSinceMs).toBe(10)
    state.onDurable(1)
    expect(state.flushingSinceMs).toBe(20)
    state.onDurable(2)
    expect(state.flushingSinceMs).toBeUndefined()
  })
})

describe('chosen entries from others', () => {
  it('keep what is equal, and what is above it', () => {
    const state = stateOf({ accepted: a, chosen: 1, log: log(1, 5) })
    state.installChosen(a, log(2, 3))
    expect(labels(state.log.slice(1, 5))).toEqual(['a1', 'a2', 'a3', 'a4', 'a5'])
    expect(state.chosenSlotMax).toBe(3)
    expect(state.chosenBallot).toBe(a)
    expect(state.takeBatch(0)).toBeUndefined()
  })

  it('cut the log at the first difference', () => {
    const state = stateOf({ accepted: a, chosen: 1, log: log(1, 5) })
    state.installChosen(c, [...log(2, 2), ...log(3, 3, 'c')])
    expect(labels(state.log.slice(1, 3))).toEqual(['a1', 'a2', 'c3'])
    expect(state.lastSlot).toBe(3)
    expect(state.chosenSlotMax).toBe(3)
    expect(state.takeBatch(0)?.batch).toEqual({
      chosen: { slotMax: 3, ballot: c },
      log: { firstSlot: 3, entries: log(3, 3, 'c') }
    })
  })

  it('extend the log', () => {
    const state = stateOf({ accepted: a, chosen: 1, log: log(1, 2) })
    state.installChosen(a, log(2, 4))
    expect(state.lastSlot).toBe(4)
    expect(state.chosenSlotMax).toBe(4)
    expect(state.takeBatch(0)?.batch.log).toEqual({ firstSlot: 3, entries: log(3, 4) })
  })
})

describe('the tail in memory', () => {
  const size = tailBytesMax / 4

  it('lets go of chosen entries beyond its bound', () => {
    const state = stateOf({ accepted: a, chosen: 8, log: Array(8).fill(bigEntry(size)) })
    state.trim()
    expect(state.log.firstSlot).toBe(6)
    expect(state.lastSlot).toBe(8)
  })

  it('lets go of small ones by their number', () => {
    const count = tailEntriesMax + 10
    const state = stateOf({ accepted: a, chosen: count, log: log(1, count) })
    state.trim()
    expect(state.log.firstSlot).toBe(11)
  })

  it('keeps what is not chosen', () => {
    const state = stateOf({ accepted: a, chosen: 1, log: Array(8).fill(bigEntry(size)) })
    state.trim()
    expect(state.log.firstSlot).toBe(1)
  })

  it('keeps what is chosen and not durable here', () => {
    const state = stateOf({ accepted: a })
    state.accept(a, 1, Array(8).fill(bigEntry(size)))
    state.learn(8, a)
    state.trim()
    expect(state.log.firstSlot).toBe(1)
    expect(state.takeBatch(0)?.batch.log?.entries).toHaveLength(8)
    state.onDurable(1)
    state.trim()
    expect(state.log.firstSlot).toBe(6)
  })
})
