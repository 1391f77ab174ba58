import { describe, expect, it } from 'vitest'
import { pieceBytes } from '../../src/state/limits.js'
import { Objects } from '../../src/state/objects.js'
import { encodeOperation } from '../../src/state/operation-codec.js'
import { decodePiece, encodePiece } from '../../src/state/piece-codec.js'
import { Log, refused, replayed, restored, set, thrown } from './log.js'
import { operations } from './samples.js'

describe('what is no operation', () => {
  it.each([
    ['nothing', new Uint8Array(0)],
    ['no version', Uint8Array.of(0, 1)],
    ['no kind', Uint8Array.of(1)],
    ['half of one', encodeOperation({ type: 'grant', ttlMs: 1000 }).subarray(0, 4)],
    ['a name that is too long', Uint8Array.of(1, 18, 132, 8, 10, 129, 8, ...new Uint8Array(1025))]
  ])('has no effect but to be refused, and time passes: %s', (_, bytes) => {
    const log = new Log()
    const lease = log.grant(500)
    log.nowMs += 500
    expect(log.applyBytes(bytes)).toEqual(refused('malformed'))
    expect(log.objects.hasLease(lease)).toBe(false)
    expect(log.objects.slot).toBe(2)
    log.set('k', 'v')
    expect(log.map()).toEqual({ k: 'v' })
  })
})

describe('an operation of a newer version', () => {
  it('is refused as a whole: not even time passes', () => {
    const log = new Log()
    const lease = log.grant(500)
    const before = [...log.objects.snapshot()]
    const operation = Uint8Array.of(2, 1, 2, 3)
    const entry = { type: 'operation', session: 1, sequence: 2, operation } as const
    const logTimeMs = log.nowMs + 1000
    expect(thrown(() => log.append({ ...entry, logTimeMs }, 'alice'))?.name).toBe(
      'UnsupportedVersionError'
    )
    expect([...log.objects.snapshot()]).toEqual(before)
    expect(log.objects.hasLease(lease)).toBe(true)
    expect(log.objects.slot).toBe(1)
  })

  it('means nothing if it was not applied', () => {
    const log = new Log()
    const operation = Uint8Array.of(2, 1, 2, 3)
    log.append({ type: 'operation', session: 1, sequence: 2, operation, logTimeMs: 0 }, 'alice', {
      type: 'nothing'
    })
    expect(log.objects.slot).toBe(1)
  })
})

describe('an entry that was not applied', () => {
  it('has no effect but that time passes', () => {
    const log = new Log()
    const operation = encodeOperation({ type: 'add', kind: 'counter', name: 'n', delta: 1 })
    const entry = { type: 'operation', session: 1, sequence: 9, operation, logTimeMs: 0 } as const
    log.append(entry, 'alice', { type: 'nothing' })
    expect(log.objects.number('counter', 'n')).toBe(0)
    expect(log.objects.slot).toBe(1)
  })
})

describe('a snapshot', () => {
  /** A log with something of everything in it, in more pieces than one. */
  function full(): Log {
    const log = new Log()
    const [lease, other] = [log.grant(500), log.grant(800)]
    for (let i = 0; i < 300; i += 1) log.set(`key ${i}`, new Uint8Array(1000).fill(i), i % 3)
    log.claim(lease)
    log.claim(other)
    for (const operation of operations.values()) log.apply(operation, { session: 3 })
    return log
  }

  it('is what the state was, while it is read and the state goes on', () => {
    const log = full()
    const expected = [...log.objects.snapshot()]
    expect(expected.length).toBeGreaterThan(4)
    const later = log.objects.snapshot()
    const [first] = [later.next().value]
    log.pass(1000)
    for (let i = 0; i < 300; i += 1) log.set(`key ${i}`, 'changed')
    log.apply(
      { type: 'add', kind: 'counter', name: 'n', delta: 1 },
      { session: 3, acknowledged: 9 }
    )
    expect([first, ...later]).toEqual(expected)
    expect([...log.objects.snapshot()]).not.toEqual(expected)
  })

  it('is one of now, also if it is read later', () => {
    const log = full()
    const expected = [...log.objects.snapshot()]
    const later = log.objects.snapshot()
    log.pass(1000)
    log.set('k', 'v')
    expect([...later]).toEqual(expected)
  })

  it('has pieces of about one length, of rows and of results', () => {
    const log = new Log()
    const large = new Uint8Array(pieceBytes / 4)
    for (let i = 0; i < 20; i += 1) log.set('k', large)
    for (let i = 0; i < 5; i += 1) log.set(`k${i}`, large)
    const pieces = [...log.objects.snapshot()]
    for (const piece of pieces) expect(piece.length).toBeLessThan(pieceBytes * 1.5)
    const counts = pieces.map(decodePiece).map(({ results, rows }) => [results.length, rows.length])
    expect(counts.filter(([results]) => results).length).toBeGreaterThan(3)
    expect(counts.filter(([, rows]) => rows).length).toBeGreaterThan(1)
    expect([...restored(pieces).snapshot()]).toEqual(pieces)
  })

  it('replaces all that was there before, once it is whole', () => {
    const source = full()
    const log = new Log()
    log.set('old', 'v')
    log.grant(100)
    const before = [...log.objects.snapshot()]
    const restorer = log.objects.restorer()
    for (const piece of source.objects.snapshot()) restorer.add(piece)
    expect([...log.objects.snapshot()]).toEqual(before)
    restorer.finish()
    expect([...log.objects.snapshot()]).toEqual([...source.objects.snapshot()])
    expect(log.row('old')).toBeUndefined()
    expect(log.objects.slot).toBe(source.slot)
    expect(log.objects.resultAt(1)).toEqual(source.objects.resultAt(1))
    expect(log.objects.alarmMs).toBe(1500)
  })

  it('is not known to have changed anything', () => {
    const objects = restored(full().objects.snapshot())
    expect(objects.takeChanges()).toEqual([])
  })

  it('without its time is none, and leaves everything as it was', () => {
    const log = full()
    const before = [...log.objects.snapshot()]
    for (const pieces of [[], [encodePiece({ rows: [], results: [] })], before.slice(1)]) {
      expect(thrown(() => restored(pieces))?.name).toBe('StoreCorruptError')
      const restorer = log.objects.restorer()
      for (const piece of pieces) restorer.add(piece)
      expect(thrown(() => restorer.finish())?.name).toBe('StoreCorruptError')
    }
    expect([...log.objects.snapshot()]).toEqual(before)
  })

  it.each([
    ['no piece', Uint8Array.of(1, 255), 'StoreCorruptError'],
    ['a piece of a newer version', Uint8Array.of(2), 'UnsupportedVersionError']
  ])('with %s is refused', (_, bytes, name) => {
    const restorer = new Objects().restorer()
    expect(thrown(() => restorer.add(bytes))?.name).toBe(name)
  })

  it('is the same for the same log', () => {
    const log = full()
    expect([...replayed(log.entries).snapshot()]).toEqual([...log.objects.snapshot()])
  })

  it('grows with what there is, not with what there was', () => {
    const size = (log: Log): number =>
      [...log.objects.snapshot()].reduce((bytes, piece) => bytes + piece.length, 0)
    const log = new Log()
    const proposer = (): { acknowledged: number } => ({ acknowledged: log.slot })
    const round = (): void => {
      const lease = log.grant(100, proposer())
      for (const key of ['a', 'b']) {
        const actions = [set(key, 'v', lease), { type: 'delete', key: `${key} none` } as const]
        log.apply(
          { type: 'transaction', map: 'm', conditions: [], actions, otherwise: [] },
          proposer()
        )
        log.apply(
          { type: 'claim', kind: 'lock', name: key, lease, value: new Uint8Array(9), waits: true },
          proposer()
        )
      }
      log.pass(100)
    }
    round()
    const before = size(log)
    for (let i = 0; i < 50; i += 1) round()
    // A slot takes another byte now.
    expect(size(log)).toBeLessThan(before + 20)
  })
})
