import { describe, expect, it } from 'vitest'
import type { Snapshot } from '../../src/core/snapshot.js'
import {
  after,
  brokenBy,
  type Case,
  chosen,
  first,
  formed,
  group,
  open,
  type Scene,
  value
} from './checkers-scene.js'

function snapshotOf(slot: number, byte = 1): Snapshot {
  return { slot, ballot: first, bytes: 1, hash: new Uint8Array(32).fill(byte) }
}

/** `peerId` knows two slots to be chosen, and has a snapshot of the last one. */
function snapshot(scene: Scene, peerId: string, byte = 1, compactedSlotMax = 0): void {
  const known = { slotMax: 2, ballot: first }
  scene.write(peerId, { chosen: known, snapshot: snapshotOf(2, byte), compactedSlotMax })
}

function install(scene: Scene, peerId: string, firstSlot: number, lastSlot: number): void {
  scene.checkers.onInstall(peerId, group, firstSlot, lastSlot)
}

const known = after(scene => scene.learnAll([open('A'), value(1, 'x')]))

const broken: Case[] = [
  [
    'one state per slot',
    'two replicas take different snapshots of a slot',
    after(scene => {
      scene.choose([open('A'), value(1, 'x')])
      snapshot(scene, 'A')
    }),
    scene => snapshot(scene, 'B', 2)
  ],
  [
    'nothing chosen is cut',
    'a snapshot is of what is not known to be chosen',
    chosen,
    scene => scene.append('A', { snapshot: snapshotOf(2), compactedSlotMax: 0 })
  ],
  [
    'nothing chosen is cut',
    'more is given up than a snapshot covers',
    after(scene => {
      scene.choose([open('A'), value(1, 'x'), value(2, 'y')])
      scene.write('A', { chosen: { slotMax: 3, ballot: first } })
    }),
    scene => scene.append('A', { snapshot: snapshotOf(2), compactedSlotMax: 3 })
  ],
  [
    'nothing chosen is cut',
    'an older snapshot takes the place of one',
    after(scene => {
      scene.choose([open('A'), value(1, 'x')])
      snapshot(scene, 'A')
    }),
    scene => scene.append('A', { snapshot: snapshotOf(1), compactedSlotMax: 0 })
  ],
  [
    'learned is chosen',
    'a snapshot is installed of what is not chosen',
    formed,
    scene =>
      scene.append('C', {
        chosen: { slotMax: 2, ballot: first },
        snapshot: snapshotOf(2),
        compactedSlotMax: 2
      })
  ],
  ['learned in order', 'a snapshot leaves a gap', known, scene => install(scene, 'B', 2, 2)],
  [
    'learned in order',
    'a snapshot goes beyond what anybody learned',
    known,
    scene => install(scene, 'B', 1, 3)
  ]
]

describe('snapshots', () => {
  it.each(broken)('%s: caught if %s', (rule, _, before, act) => {
    const scene = before()
    expect(brokenBy(() => act(scene))).toBe(rule)
  })

  it('that are the same break nothing, wherever they come from', () => {
    const scene = known()
    snapshot(scene, 'A', 1, 2)
    snapshot(scene, 'B', 1, 1)
    snapshot(scene, 'C', 1, 2)
    install(scene, 'C', 1, 2)
    for (const peerId of ['A', 'B', 'C']) {
      expect(scene.recovered(peerId).snapshot?.slot).toBe(2)
      scene.restart(peerId)
    }
  })
})
