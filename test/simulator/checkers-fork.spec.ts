import { describe, expect, it } from 'vitest'
import { bottomBallot } from '../../src/core/ballot.js'
import type { Configuration } from '../../src/core/configuration.js'
import type { Entry } from '../../src/core/entry.js'
import type { Snapshot } from '../../src/core/snapshot.js'
import { bornState } from '../../src/storage/durable-state.js'
import {
  after,
  brokenBy,
  chosen,
  configurationOf,
  first,
  group,
  open,
  type Scene,
  value
} from './checkers-scene.js'

const fork = 'fork'
const incarnation = 99n
const ballot = { epoch: 1, round: 1, priority: 0, incarnation }

const alone: Configuration = {
  epoch: 1,
  voters: [{ peerId: 'A', incarnation }],
  quorum: { prepare: 1, accept: 1 }
}

/** What A makes of what it holds. */
interface Made {
  readonly entries: readonly Entry[]
  readonly slotMax: number
  readonly configuration: Configuration
  /** Instead of the first entries. */
  readonly snapshot?: Snapshot
}

const whole: Made = { entries: [open('A'), value(1, 'x')], slotMax: 2, configuration: alone }

/** A makes the fork, which is durable then. */
function make(scene: Scene, { entries, slotMax, configuration, snapshot }: Made): void {
  const { checkers } = scene
  const write = (batch: Parameters<typeof checkers.onAppend>[2]): void => {
    checkers.onAppend('A', fork, batch)
    checkers.onDurable('A', fork, batch)
  }
  checkers.onFork('A', fork, group)
  checkers.onBorn('A', fork, incarnation)
  checkers.onOpen('A', fork, bornState(incarnation))
  if (snapshot !== undefined) {
    const { slot } = snapshot
    write({ chosen: { slotMax: slot, ballot }, snapshot, compactedSlotMax: slot })
  }
  if (entries.length > 0) write({ log: { firstSlot: (snapshot?.slot ?? 0) + 1, entries } })
  checkers.onConfiguration('A', fork, configuration)
  const bottom = bottomBallot(0)
  write({
    genesis: { promisedBallot: bottom, accepted: { ballot: bottom, configuration }, chosen: true },
    promisedBallot: ballot,
    acceptedBallot: ballot,
    chosen: { slotMax, ballot }
  })
}

const snapshotOf = (byte: number): Snapshot => {
  return { slot: 2, ballot: first, bytes: 1, hash: new Uint8Array(32).fill(byte) }
}

/** A has a snapshot of both entries. */
const compacted = after(scene => {
  scene.choose([open('A'), value(1, 'x')])
  const known = { slotMax: 2, ballot: first }
  scene.write('A', { chosen: known, snapshot: snapshotOf(1), compactedSlotMax: 2 })
})

/** The end of an epoch is among what A holds. */
const ended = after(scene => {
  const configuration = { ...configurationOf(['A', 'B']), epoch: 2 }
  scene.choose([open('A'), { type: 'stop', session: 1, sequence: 1, configuration, logTimeMs: 0 }])
})

const noOp: Entry = { type: 'no-op', session: 1, sequence: 1, logTimeMs: 0 }

describe('a fork', () => {
  it.each([
    ['all entries', chosen, whole],
    ['a snapshot', compacted, { ...whole, entries: [], snapshot: snapshotOf(1) }],
    ['nothing for ends of epochs', ended, { ...whole, entries: [open('A'), noOp] }]
  ])('may begin with %s', (_, scene, made) => {
    expect(brokenBy(() => make(scene(), made))).toBeUndefined()
  })

  it('goes on like any other group', () => {
    const scene = chosen()
    make(scene, whole)
    const { checkers } = scene
    expect([checkers.chosenSlotMax(fork), checkers.learnedSlotMax(fork)]).toEqual([2, 2])
    const recovered = {
      ...bornState(incarnation),
      promisedBallot: ballot,
      acceptedBallot: ballot,
      chosenSlotMax: 2,
      chosenBallot: ballot,
      lastSlot: 2,
      genesis: {
        promisedBallot: bottomBallot(0),
        accepted: { ballot: bottomBallot(0), configuration: alone },
        chosen: true
      }
    }
    checkers.onCrash('A')
    checkers.onStart('A')
    checkers.onOpen('A', fork, recovered)
    const entry = value(1, 'x')
    const verdict = { type: 'applied' } as const
    const restored = [
      { slot: 1, entry: open('A'), verdict, origin: 'A' },
      { slot: 2, entry, verdict, origin: 'A' }
    ]
    expect(brokenBy(() => checkers.onRestored('A', fork, restored))).toBeUndefined()
    const cut = { log: { firstSlot: 2, entries: [value(1, 'y')] } }
    expect(brokenBy(() => checkers.onAppend('A', fork, cut))).toBe('nothing chosen is cut')
  })

  it.each([
    ['less than its maker holds', chosen, 'nothing chosen is cut', { slotMax: 1 }],
    [
      'something else in a slot',
      chosen,
      'learned is chosen',
      { entries: [open('A'), value(1, 'y')] }
    ],
    [
      'another voter',
      chosen,
      'one configuration',
      { configuration: { ...alone, voters: [{ peerId: 'B', incarnation }] } }
    ],
    [
      'another quorum',
      chosen,
      'one configuration',
      { configuration: { ...alone, quorum: { prepare: 2, accept: 1 } } }
    ],
    ['another snapshot', compacted, 'one state per slot', { entries: [], snapshot: snapshotOf(2) }]
  ] as const)('that begins with %s is caught', (_, scene, rule, change) => {
    expect(brokenBy(() => make(scene(), { ...whole, ...change }))).toBe(rule)
  })
})
