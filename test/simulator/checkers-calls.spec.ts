import { describe, expect, it } from 'vitest'
import type { Entry } from '../../src/core/entry.js'
import {
  accept,
  after,
  brokenBy,
  bytes,
  type Case,
  chosen,
  decide,
  first,
  group,
  learned,
  open,
  repeat,
  type Scene,
  second,
  settle,
  value
} from './checkers-scene.js'

const learning: Case[] = [
  ['learned in order', 'a slot is left out', chosen, scene => scene.learn('A', 2, value(1, 'x'))],
  ['learned in order', 'a slot comes twice', learned, scene => scene.learn('A', 2, value(1, 'x'))],
  [
    'learned in order',
    'a restart goes on where it was',
    after(scene => {
      scene.learnAll([open('A'), value(1, 'x')])
      scene.restart('A')
    }),
    scene =>
      scene.checkers.onRestored('A', group, [
        { slot: 2, entry: value(1, 'x'), verdict: { type: 'applied' }, origin: 'A' }
      ])
  ],
  [
    'learned is chosen',
    'one voter accepted it',
    after(scene => {
      scene.promise('AB', first)
      scene.accept('A', first, 1, [open('A')])
    }),
    scene => scene.learn('A', 1, open('A'))
  ],
  [
    'learned is chosen',
    'two voters accepted it, each in another ballot',
    after(scene => {
      scene.promise('AB', first)
      scene.accept('A', first, 1, [open('A')])
      scene.promise('BC', second)
      scene.accept('B', second, 1, [open('A')])
    }),
    scene => scene.learn('B', 1, open('A'))
  ],
  ['learned is chosen', 'it is another entry', chosen, scene => scene.learn('A', 1, open('B'))],
  [
    'learned is chosen',
    'a watermark on disk is above what is chosen',
    after(scene => {
      scene.promise('AB', first)
      scene.accept('A', first, 1, [open('A')])
    }),
    scene => scene.append('A', { chosen: { slotMax: 1, ballot: first } })
  ],
  [
    'learned is chosen',
    'a watermark on disk covers another entry',
    after(scene => {
      scene.write('C', { log: { firstSlot: 1, entries: [open('C')] } })
      scene.choose([open('A')])
    }),
    scene => scene.append('C', { chosen: { slotMax: 1, ballot: first } })
  ],
  [
    'learned is chosen',
    'a message tells of more than is chosen',
    chosen,
    scene => scene.send('A', accept(first, 3))
  ],
  [
    'learned is chosen',
    'catch-up hands out another entry',
    chosen,
    scene =>
      scene.send('A', {
        type: 'catch-up-reply',
        ballot: first,
        firstSlot: 1,
        entries: [open('B')],
        chosenSlotMax: 1
      })
  ],
  [
    'learned is chosen',
    'catch-up hands out another entry behind a right one',
    chosen,
    scene =>
      scene.send('A', {
        type: 'catch-up-reply',
        ballot: first,
        firstSlot: 1,
        entries: [open('A'), value(1, 'y')],
        chosenSlotMax: 2
      })
  ],
  [
    'log time never runs back',
    'an entry is older than the one before',
    after(scene => {
      scene.choose([open('A', 5), open('B', 4)])
      scene.learn('A', 1, open('A', 5))
    }),
    scene => scene.learn('A', 2, open('B', 4), { type: 'applied' }, 'B')
  ]
]

/** A has a session in slot 1; these entries follow it, and all but the last one are learned. */
function upTo(...entries: ReturnType<typeof value>[]): () => Scene {
  return after(scene => {
    for (const [i, entry] of entries.entries()) scene.ask('A', i + 1, entry)
    scene.choose([open('A'), ...entries])
    scene.learn('A', 1, open('A'))
    for (const [i, entry] of entries.slice(0, -1).entries()) scene.learn('A', i + 2, entry)
  })
}

/** A proposes one thing, and another is chosen. */
function unlike(proposed: Entry, found: Entry, how: string): Case[] {
  const arrange = after(scene => {
    scene.ask('A', 1, proposed)
    scene.choose([open('A'), found])
    scene.learn('A', 1, open('A'))
  })
  const act = (scene: Scene): void => scene.learn('A', 2, found)
  return [['only proposed values', `it was proposed ${how}`, arrange, act]]
}

const meanings: Case[] = [
  ...unlike(value(1, 'x', 'k'), value(1, 'x', 'l'), 'under another key'),
  ...unlike(value(1, 'x', 'k'), value(1, 'x'), 'without its key'),
  ...unlike(decide(1, 'n', 'x'), decide(1, 'm', 'x'), 'under another name'),
  ...unlike(decide(1, 'k', 'x'), value(1, 'x', 'k'), 'as a value'),
  [
    'only proposed values',
    'nobody proposed it',
    after(scene => {
      scene.choose([open('A'), value(1, 'x')])
      scene.learn('A', 1, open('A'))
    }),
    scene => scene.learn('A', 2, value(1, 'x'))
  ],
  [
    'only proposed values',
    'other bytes were proposed',
    after(scene => {
      scene.ask('A', 1, value(1, 'y'))
      scene.choose([open('A'), value(1, 'x')])
      scene.learn('A', 1, open('A'))
    }),
    scene => scene.learn('A', 2, value(1, 'x'))
  ],
  [
    'only proposed values',
    'another peer proposed it',
    after(scene => {
      scene.ask('B', 1, value(1, 'x'))
      scene.choose([open('A'), value(1, 'x')])
      scene.learn('A', 1, open('A'))
    }),
    scene => scene.learn('A', 2, value(1, 'x'))
  ],
  [
    'sessions in order, each once',
    'a sequence is applied twice',
    upTo(value(1, 'x'), value(1, 'x')),
    scene => scene.learn('A', 3, value(1, 'x'))
  ],
  [
    'sessions in order, each once',
    'a sequence is left out',
    upTo(value(2, 'x')),
    scene => scene.learn('A', 2, value(2, 'x'))
  ],
  [
    'sessions in order, each once',
    'the session is unknown',
    upTo(value(1, 'x', undefined, 7)),
    scene => scene.learn('A', 2, value(1, 'x', undefined, 7))
  ],
  [
    'sessions in order, each once',
    'what is next is not applied',
    upTo(value(1, 'x')),
    scene => scene.learn('A', 2, value(1, 'x'), { type: 'nothing' })
  ],
  [
    'sessions in order, each once',
    'a session opens twice',
    after(scene => {
      scene.choose([open('A'), open('A')])
      scene.learn('A', 1, open('A'))
    }),
    scene => scene.learn('A', 2, open('A'))
  ],
  [
    'sessions in order, each once',
    'a key is applied twice',
    upTo(value(1, 'x', 'k'), value(2, 'y', 'k')),
    scene => scene.learn('A', 3, value(2, 'y', 'k'))
  ],
  [
    'sessions in order, each once',
    'a key repeats another slot',
    upTo(value(1, 'x', 'k'), repeat(2, 'k')),
    scene => scene.learn('A', 3, repeat(2, 'k'), { type: 'repeat', firstSlot: 1 })
  ],
  [
    'sessions in order, each once',
    'a name is decided twice',
    upTo(decide(1, 'n', 'x'), decide(2, 'n', 'y')),
    scene => scene.learn('A', 3, decide(2, 'n', 'y'))
  ],
  [
    'sessions in order, each once',
    'a name has another value than the first',
    upTo(decide(1, 'n', 'x'), decide(2, 'n', 'y')),
    scene =>
      scene.learn('A', 3, decide(2, 'n', 'y'), { type: 'decided', firstSlot: 2, value: bytes('y') })
  ],
  [
    'sessions in order, each once',
    'the proposer is another',
    upTo(value(1, 'x')),
    scene => scene.learn('A', 2, value(1, 'x'), { type: 'applied' }, 'B')
  ],
  [
    'sessions in order, each once',
    'it means something else to another replica',
    after(scene => {
      scene.learnAll([open('A'), value(1, 'x')])
      scene.learn('B', 1, open('A'))
    }),
    scene => scene.learn('B', 2, value(1, 'x'), { type: 'nothing' })
  ]
]

const calls: Case[] = [
  ['settled is true', 'nothing was learned in the slot', learned, scene => settle(scene, 3)],
  ['settled is true', 'the slot holds something else', learned, scene => settle(scene, 1)],
  [
    'settled is true',
    'another replica learned it',
    after(scene => {
      scene.ask('A', 1, value(1, 'x'))
      scene.choose([open('A'), value(1, 'x')])
      scene.learn('B', 1, open('A'))
      scene.learn('B', 2, value(1, 'x'))
    }),
    scene => settle(scene, 2, 1)
  ],
  ['settled is true', 'nobody asked', learned, scene => settle(scene, 2, 5)],
  [
    'settled is true',
    'it was settled before',
    after(scene => {
      scene.learnAll([open('A'), value(1, 'x')])
      settle(scene, 2)
    }),
    scene => settle(scene, 2)
  ],
  [
    'settled is true',
    'two proposals of the same value share a slot',
    after(scene => {
      scene.ask('A', 1, value(1, 'x'))
      scene.learnAll([open('A'), value(1, 'x')])
      settle(scene, 2)
    }),
    scene => settle(scene, 2, 1)
  ],
  [
    'settled is true',
    'a repeated key is settled in its own slot',
    after(scene => {
      scene.ask('A', 1, value(1, 'x', 'k'))
      scene.ask('A', 2, value(2, 'y', 'k'))
      scene.choose([open('A'), value(1, 'x', 'k'), repeat(2, 'k')])
      scene.learn('A', 1, open('A'))
      scene.learn('A', 2, value(1, 'x', 'k'))
      scene.learn('A', 3, repeat(2, 'k'), { type: 'repeat', firstSlot: 2 })
    }),
    scene => settle(scene, 3, 2)
  ],
  [
    'settled is true',
    'a decision is settled with another value',
    after(scene => {
      scene.learnAll([open('A'), decide(1, 'n', 'x')])
    }),
    scene => settle(scene, 2, 1001, 'y')
  ],
  [
    'settled is true',
    'a decision is settled without its value',
    after(scene => scene.learnAll([open('A'), decide(1, 'n', 'x')])),
    scene => settle(scene, 2)
  ],
  [
    'settled is true',
    'a decision is settled as another one',
    after(scene => {
      scene.learnAll([open('A'), decide(1, 'n', 'x'), decide(2, 'm', 'x')])
    }),
    scene => settle(scene, 3, 1001, 'x')
  ],
  [
    'settled is true',
    'a decision is settled as a value',
    after(scene => scene.learnAll([open('A'), decide(1, 'n', 'x'), value(2, 'x')])),
    scene => settle(scene, 3, 1001, 'x')
  ],
  [
    'settled is true',
    'a value is settled as a decision',
    after(scene => scene.learnAll([open('A'), decide(1, 'n', 'x'), value(2, 'x')])),
    scene => settle(scene, 2, 1002)
  ],
  [
    'settled is true',
    'a value is settled in the slot of another proposer',
    after(scene => {
      scene.ask('A', 1, value(1, 'x'))
      scene.ask('B', 1, value(1, 'x', undefined, 2))
      scene.choose([open('A'), open('B'), value(1, 'x', undefined, 2)])
      scene.learn('A', 1, open('A'))
      scene.learn('A', 2, open('B'), { type: 'applied' }, 'B')
      scene.learn('A', 3, value(1, 'x', undefined, 2), { type: 'applied' }, 'B')
    }),
    scene => settle(scene, 3, 1)
  ],
  [
    'settled is true',
    'what was withdrawn is learned',
    after(scene => {
      scene.ask('A', 1, value(1, 'x'))
      scene.checkers.onSettled('A', group, { type: 'withdrawn', ticket: 1 })
      scene.choose([open('A'), value(1, 'x')])
      scene.learn('A', 1, open('A'))
    }),
    scene => scene.learn('A', 2, value(1, 'x'))
  ],
  [
    'settled is true',
    'what was learned is called skipped',
    learned,
    scene => scene.checkers.onSettled('A', group, { type: 'skipped', ticket: 1001 })
  ],
  [
    'reads are current',
    'more was known when it was asked for',
    after(scene => {
      scene.learnAll([open('A'), value(1, 'x')])
      scene.checkers.onAsk('B', group, 1, 'read')
      scene.learn('B', 1, open('A'))
    }),
    scene => scene.checkers.onRead('B', group, 1, 1)
  ],
  [
    'reads are current',
    'the reader has not learned the slot',
    after(scene => {
      scene.learnAll([open('A'), value(1, 'x')])
      scene.checkers.onAsk('B', group, 1, 'read')
      scene.learn('B', 1, open('A'))
    }),
    scene => scene.checkers.onRead('B', group, 1, 2)
  ],
  ['reads are current', 'nobody asked', learned, scene => scene.checkers.onRead('A', group, 9, 2)],
  [
    'reads are current',
    'a voter confirms a ballot below its promise',
    after(scene => {
      scene.promise('B', second)
    }),
    scene => scene.send('B', { type: 'confirmed', ballot: first, round: 1 })
  ]
]

describe('what is learned, or told to a caller, and breaks a rule is caught by its name', () => {
  it.each([...learning, ...meanings, ...calls])('%s: %s', (rule, _, arrange, act) => {
    const scene = arrange()
    expect(brokenBy(() => act(scene))).toBe(rule)
  })
})
