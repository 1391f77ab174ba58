import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { ChosenEntry } from '../../src/core/effects.js'
import type { Key } from '../../src/state/keys.js'
import { Objects } from '../../src/state/objects.js'
import type { Change } from '../../src/state/operation.js'
import type { MapRow, TurnKind } from '../../src/state/rows.js'
import { restored } from './log.js'
import { Reference } from './reference.js'
import { Drafter, keys, maps, names, type Step, steps } from './steps.js'

const kinds = ['lock', 'election'] as const
const numberKinds = ['counter', 'sequence'] as const
/** A counterexample is as short as it got in that time, in milliseconds. */
const interruptAfterTimeLimit = 6000
const everywhere = { from: '', end: undefined }
const lines = kinds.flatMap(kind => names.map(name => [kind, name] as const))

function holderOf(objects: Objects, [kind, name]: (typeof lines)[number]): unknown {
  const turn = objects.holder(kind, name)
  return turn && { claim: turn.claim, ...turn.row }
}

function lineOf({ kind, name }: { readonly kind: TurnKind; readonly name: Key }): string {
  return `${kind} ${name}`
}

/** What can be asked of the objects after `slots` slots. */
function viewOf(objects: Objects, slots: number): unknown {
  return {
    maps: maps.map(map => [...objects.mapRows(map, everywhere)]),
    holders: lines.map(line => holderOf(objects, line)),
    numbers: names.map(name => numberKinds.map(kind => objects.number(kind, name))),
    leases: upTo(slots).filter(slot => objects.hasLease(slot)),
    results: upTo(slots).map(slot => objects.resultAt(slot))
  }
}

/** What the answers should be. */
function expectedOf(reference: Reference): unknown {
  return {
    maps: maps.map(map => {
      const rows = reference.kept.filter(each => each.map === map)
      return rows
        .toSorted((a, b) => (a.key < b.key ? -1 : 1))
        .map(({ key, map: _, ...row }) => [key, row])
    }),
    holders: lines.map(([kind, name]) => {
      const { kind: _, name: __, ...holder } = reference.holder(kind, name) ?? {}
      return 'claim' in holder ? holder : undefined
    }),
    numbers: names.map(name => numberKinds.map(kind => reference.number(kind, name))),
    leases: upTo(reference.slot).filter(slot => reference.hasLease(slot)),
    results: upTo(reference.slot).map(
      slot => reference.known.find(each => each.slot === slot)?.result
    )
  }
}

function upTo(slot: number): number[] {
  return Array.from({ length: slot }, (_, i) => i + 1)
}

function compare(objects: Objects, reference: Reference): void {
  expect(viewOf(objects, reference.slot)).toEqual(expectedOf(reference))
  const { alarmMs = Number.POSITIVE_INFINITY } = objects
  const nextMs = Math.min(...reference.leases.map(({ expiresAtMs }) => expiresAtMs))
  expect(alarmMs > reference.nowMs && alarmMs <= nextMs).toBe(true)
}

/** Follows maps by nothing but what they are said to change by. */
class Follower {
  readonly rows = new Map<string, MapRow>()

  follow(changes: readonly Change[]): void {
    for (const change of changes) {
      if (change.type !== 'map') continue
      const place = JSON.stringify([change.map, change.key])
      if (change.row === undefined) expect(this.rows.delete(place)).toBe(true)
      else this.rows.set(place, change.row)
    }
  }

  compare(objects: Objects): void {
    for (const map of maps) {
      for (const key of keys) {
        const place = JSON.stringify([map, key satisfies Key])
        expect(this.rows.get(place)).toEqual(objects.mapRow(map, key))
      }
    }
  }
}

function applyTo(reference: Reference, { chosen, operation }: ReturnType<Drafter['entry']>): void {
  const { slot, entry, verdict, origin = '' } = chosen
  reference.begin(slot, entry.logTimeMs)
  if (entry.type === 'tick' || entry.type === 'open-session') return
  reference.acknowledge(entry.session, entry.acknowledged ?? 0)
  if (entry.type !== 'operation' || verdict.type !== 'applied') return
  const result = operation && reference.apply(operation, origin)
  reference.note(entry.session, entry.sequence, result ?? { type: 'refused', reason: 'malformed' })
}

function piecesOf(objects: Objects): string[] {
  return [...objects.snapshot()].map(piece => piece.join(' '))
}

function entriesOf(list: readonly Step[]): ChosenEntry[] {
  const drafter = new Drafter()
  return list.map(step => drafter.entry(step).chosen)
}

describe('the objects of a group', () => {
  it('are what is said of them, whatever the log is', () => {
    const seen = new Map<string, number>()
    const note = (what: string) => seen.set(what, (seen.get(what) ?? 0) + 1)
    fc.assert(
      fc.property(steps, list => {
        const drafter = new Drafter()
        const objects = new Objects()
        const reference = new Reference()
        const follower = new Follower()
        let token = 0
        for (const step of list) {
          const before = lines.map(line => holderOf(objects, line))
          const leases = reference.leases.map(({ lease }) => lease)
          const made = drafter.entry(step)
          objects.apply(made.chosen)
          applyTo(reference, made)
          compare(objects, reference)
          const changes = objects.takeChanges()
          follower.follow(changes)
          follower.compare(objects)
          const { slot } = made.chosen
          expect(changes.filter(change => change.slot !== slot)).toEqual([])
          const told = new Set(changes.map(each => each.type === 'turn' && lineOf(each)))
          const ended = changes.flatMap(each => (each.type === 'lease-ended' ? [each.lease] : []))
          expect(new Set(ended)).toEqual(new Set(leases.filter(each => !reference.hasLease(each))))
          for (const [i, line] of lines.entries()) {
            const now = holderOf(objects, line)
            if (JSON.stringify(now) === JSON.stringify(before[i])) continue
            expect(told).toContain(line.join(' '))
            if (ended.length > 0 && before[i] !== undefined && now !== undefined) note('passed on')
          }
          expect(reference.token).toBeGreaterThanOrEqual(token)
          token = reference.token
          const result = objects.resultAt(slot)
          const came = result?.type === 'refused' ? result.reason : (result?.type ?? 'nothing')
          note(`${made.operation?.type ?? 'none'} ${came}`)
        }
      }),
      { numRuns: 60, interruptAfterTimeLimit }
    )
    for (const each of expectedToHappen) expect(seen.get(each) ?? 0, each).toBeGreaterThan(0)
  })
})

/** Otherwise the steps that are drawn are not worth much. */
const expectedToHappen = [
  'transaction transaction',
  'transaction lease-ended',
  'add number',
  'add out-of-range',
  'grant lease',
  'keep-alive lease',
  'keep-alive lease-ended',
  'revoke done',
  'claim claim',
  'claim taken',
  'claim lease-ended',
  'release done',
  'proclaim done',
  'none malformed',
  'none nothing',
  'passed on'
]

describe('a replica that was restored from a snapshot', () => {
  it('is byte for byte what one is that applied the whole log, and changes as that does', () => {
    fc.assert(
      fc.property(steps, fc.array(fc.nat(80), { minLength: 1, maxLength: 4 }), (list, cuts) => {
        const entries = entriesOf(list)
        const replica = new Objects()
        let other = new Objects()
        const later: { readonly pieces: Iterable<Uint8Array>; readonly expected: string[] }[] = []
        for (const [i, entry] of entries.entries()) {
          replica.apply(entry)
          other.apply(entry)
          expect(other.takeChanges()).toEqual(replica.takeChanges())
          if (!cuts.includes(i)) continue
          const expected = piecesOf(replica)
          expect(piecesOf(other)).toEqual(expected)
          later.push({ pieces: other.snapshot(), expected })
          other = restored(other.snapshot())
        }
        expect(piecesOf(other)).toEqual(piecesOf(replica))
        for (const { slot } of entries) expect(other.resultAt(slot)).toEqual(replica.resultAt(slot))
        for (const { pieces, expected } of later) {
          expect([...pieces].map(piece => piece.join(' '))).toEqual(expected)
        }
      }),
      { numRuns: 200, interruptAfterTimeLimit }
    )
  })

  it('sets an alarm no later than the others, and none that is over', () => {
    fc.assert(
      fc.property(steps, list => {
        const replica = new Objects()
        for (const entry of entriesOf(list)) {
          replica.apply(entry)
          const { alarmMs = Number.POSITIVE_INFINITY } = restored(replica.snapshot())
          expect(alarmMs).toBeGreaterThan(entry.entry.logTimeMs)
          expect(replica.alarmMs ?? Number.POSITIVE_INFINITY).toBeLessThanOrEqual(alarmMs)
        }
      }),
      { numRuns: 10, interruptAfterTimeLimit }
    )
  })
})
