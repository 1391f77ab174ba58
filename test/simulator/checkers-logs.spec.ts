import { describe, expect, it } from 'vitest'
import { bottomBallot } from '../../src/core/ballot.js'
import type { Batch } from '../../src/core/batch.js'
import type { Entry } from '../../src/core/entry.js'
import type { Message } from '../../src/core/messages.js'
import { InvariantError } from '../../src/errors.js'
import { Facts } from '../../src/simulator/checkers/facts.js'
import { Watched } from '../../src/simulator/checkers/watched.js'
import {
  accept,
  accepted,
  after,
  ballotOf,
  brokenBy,
  type Case,
  chosen,
  first,
  formed,
  genesisBallot,
  group,
  heartbeatReply,
  incarnationOf,
  open,
  other,
  prepare,
  promise,
  Scene,
  second,
  value,
  wiped
} from './checkers-scene.js'

/** C holds an entry that A led, and promised to B, who leads `entries` now. */
function keepsWrongEntry(scene: Scene, entries: Entry[]): void {
  scene.promise('AC', first)
  scene.append('A', { acceptedBallot: first, log: { firstSlot: 1, entries: [open('A')] } })
  scene.accept('C', first, 1, [open('A')])
  scene.promise('BC', second)
  scene.accept('B', second, 1, entries)
}

const logs: Case[] = [
  [
    'one entry per slot',
    'quorums that share no voter choose different entries',
    () => {
      const scene = new Scene({ peerIds: ['A', 'B', 'C', 'D'], quorum: { prepare: 2, accept: 2 } })
      scene.form()
      scene.choose([open('A')])
      scene.promise('CD', ballotOf('C', 2))
      scene.accept('C', ballotOf('C', 2), 1, [open('C')])
      return scene
    },
    scene => scene.accept('D', ballotOf('C', 2), 1, [open('C')])
  ],
  [
    'one log per ballot',
    'a follower holds another entry than its leader',
    after(scene => {
      scene.promise('AB', first)
      scene.accept('A', first, 1, [open('A')])
    }),
    scene => scene.accept('B', first, 1, [open('B')])
  ],
  [
    'one log per ballot',
    'a follower holds more than its leader',
    after(scene => {
      scene.promise('AB', first)
      scene.accept('A', first, 1, [open('A')])
    }),
    scene => scene.accept('B', first, 1, [open('A'), value(1, 'x')])
  ],
  [
    'one log per ballot',
    'a follower keeps an entry of another ballot below those that it takes',
    after(scene => keepsWrongEntry(scene, [open('B'), value(1, 'x')])),
    scene => {
      const log = { firstSlot: 2, entries: [value(1, 'x')] }
      scene.write('C', { acceptedBallot: second, log })
    }
  ],
  [
    'one log per ballot',
    'a follower takes its own log for that of its leader',
    after(scene => keepsWrongEntry(scene, [open('B')])),
    scene => scene.write('C', { acceptedBallot: second })
  ],
  [
    'one log per ballot',
    'a leader changes what it wrote and sent',
    after(scene => {
      scene.promise('AB', first)
      scene.accept('A', first, 1, [])
      scene.send('A', { ...accept(first), entries: [open('A')] })
    }),
    scene => scene.append('A', { log: { firstSlot: 1, entries: [open('B')] } })
  ],
  [
    'one log per ballot',
    'a log shrinks within a ballot',
    after(scene => {
      scene.promise('AB', first)
      scene.accept('A', first, 1, [open('A'), value(1, 'x')])
    }),
    scene => scene.append('A', { log: { firstSlot: 2, entries: [] } })
  ],
  [
    'one log per ballot',
    'a log has a gap',
    formed,
    scene => scene.append('A', { log: { firstSlot: 2, entries: [open('A')] } })
  ],
  [
    'nothing chosen is cut',
    'a voter that was counted loses a chosen entry',
    after(scene => {
      scene.choose([open('A'), value(1, 'x')])
      scene.promise('BC', second)
    }),
    scene => scene.accept('B', second, 2, [])
  ],
  [
    'nothing chosen is cut',
    'a replica that learned an entry loses it',
    after(scene => {
      scene.learnAll([open('A')])
      const chosen = { slotMax: 1, ballot: first }
      scene.write('C', { log: { firstSlot: 1, entries: [open('A')] }, chosen })
      scene.learn('C', 1, open('A'))
    }),
    scene => scene.accept('C', second, 1, [open('B')])
  ],
  [
    'nothing chosen is cut',
    'a watermark falls',
    after(scene => {
      scene.choose([open('A'), value(1, 'x')])
      scene.write('A', { chosen: { slotMax: 2, ballot: first } })
    }),
    scene => scene.append('A', { chosen: { slotMax: 1, ballot: first } })
  ],
  [
    'nothing chosen is cut',
    'a watermark is above the end of the log',
    chosen,
    scene => scene.append('C', { chosen: { slotMax: 1, ballot: first } })
  ]
]

const ballots: Case[] = [
  [
    'ballots never regress',
    'a promise is taken back',
    after(scene => scene.promise('A', second)),
    scene => scene.append('A', { promisedBallot: first })
  ],
  [
    'ballots never regress',
    'a promise is taken back after a restart',
    after(scene => {
      scene.promise('A', second)
      scene.restart('A')
    }),
    scene => scene.append('A', { promisedBallot: first })
  ],
  [
    'ballots never regress',
    'an accepted ballot falls',
    after(scene => {
      scene.promise('ABC', first)
      scene.accept('A', first, 1, [])
      scene.promise('ABC', second)
      scene.accept('B', second, 1, [])
    }),
    scene => scene.append('B', { acceptedBallot: first })
  ],
  [
    'ballots never regress',
    'something is accepted above the promise',
    after(scene => scene.promise('A', first)),
    scene => scene.append('A', { acceptedBallot: second })
  ],
  [
    'ballots never regress',
    'the ballot in which something is known chosen falls',
    after(scene => {
      scene.choose([open('A')])
      scene.write('A', { chosen: { slotMax: 1, ballot: second } })
    }),
    scene => scene.append('A', { chosen: { slotMax: 1, ballot: first } })
  ],
  [
    'a ballot leads once',
    'without promises',
    after(scene => scene.promise('A', first)),
    scene => scene.accept('A', first, 1, [])
  ],
  [
    'a ballot leads once',
    'prepared again after a restart',
    after(scene => {
      scene.promise('A', first)
      scene.send('A', prepare(first))
      scene.restart('A')
    }),
    scene => scene.send('A', prepare(first))
  ],
  [
    'a ballot leads once',
    'written in again after a restart',
    after(scene => {
      scene.choose([open('A')])
      scene.restart('A')
    }),
    scene => scene.append('A', { log: { firstSlot: 2, entries: [value(1, 'x')] } })
  ],
  [
    'a ballot leads once',
    'used by another replica than its own',
    after(scene => scene.promise('AB', first)),
    scene => scene.send('B', accept(first))
  ],
  [
    'only voters vote',
    'a wiped replica promises',
    wiped,
    scene => {
      scene.write('B', { promisedBallot: second })
      scene.send('B', promise(second, first), other)
    }
  ],
  [
    'only voters vote',
    'a wiped replica says that it can vote',
    wiped,
    scene => scene.send('B', heartbeatReply({ canVote: true }), other)
  ],
  [
    'only voters vote',
    'a wiped replica speaks as the one it was',
    wiped,
    scene => scene.send('B', heartbeatReply({ canVote: false }), incarnationOf('B'))
  ]
]

const votes: Case[] = (
  [
    prepare(second),
    promise(second, bottomBallot(1)),
    accept(second),
    accepted(second, 1),
    { type: 'reject', ballot: first, reason: 'behind', promisedBallot: second, chosenSlotMax: 0 },
    { type: 'confirm', ballot: second, round: 1 },
    { type: 'confirmed', ballot: second, round: 1 },
    { ...heartbeatReply({ canVote: false }), leads: true }
  ] satisfies Message[]
).map(message => [
  'only voters vote',
  `a wiped replica sends '${message.type}'`,
  wiped,
  scene => {
    scene.write('B', { promisedBallot: second })
    scene.send('B', message, other)
  }
])

const disks: Case[] = [
  [
    'durable before said',
    'a promise',
    after(scene => scene.append('B', { promisedBallot: first })),
    scene => scene.send('B', promise(first, first))
  ],
  [
    'durable before said',
    'a prepare',
    after(scene => scene.append('A', { promisedBallot: first })),
    scene => scene.send('A', prepare(first))
  ],
  [
    'durable before said',
    'an accept in a ballot of its own',
    after(scene => scene.append('A', { promisedBallot: first })),
    scene => scene.send('A', accept(first))
  ],
  [
    'durable before said',
    'an accepted',
    after(scene => {
      scene.choose([open('A')])
      scene.accept('A', first, 2, [value(1, 'x')])
      scene.append('B', { log: { firstSlot: 2, entries: [value(1, 'x')] } })
    }),
    scene => scene.send('B', accepted(first, 2))
  ],
  [
    'durable before said',
    'an accepted in a ballot it never accepted',
    chosen,
    scene => scene.send('C', accepted(first, 1))
  ],
  [
    'durable before said',
    'a promise that leaves out what was accepted',
    after(scene => {
      scene.choose([open('A')])
      scene.promise('B', second)
    }),
    scene => scene.send('B', promise(second, bottomBallot(1)))
  ],
  [
    'durable is kept',
    'a promise is lost',
    after(scene => scene.promise('A', first)),
    scene => {
      const recovered = {
        ...scene.recovered('A'),
        promisedBallot: scene.recovered('A').acceptedBallot
      }
      scene.checkers.onCrash('A')
      scene.open('A', recovered)
    }
  ],
  [
    'durable is kept',
    'entries are lost',
    chosen,
    scene => {
      scene.checkers.onCrash('A')
      scene.open('A', { ...scene.recovered('A'), lastSlot: 1 })
    }
  ],
  [
    'durable is kept',
    'another incarnation comes back',
    formed,
    scene => scene.open('A', { ...scene.recovered('A'), incarnation: other })
  ],
  [
    'durable is kept',
    'a batch overtakes another',
    after(scene => scene.append('A', { promisedBallot: first })),
    scene => {
      const batch = { promisedBallot: second }
      scene.append('A', batch)
      scene.flush('A', batch)
    }
  ],
  [
    'durable is kept',
    'a batch survives without the one before it',
    after(scene => {
      scene.append('A', { promisedBallot: first })
      scene.append('A', { promisedBallot: second })
      scene.checkers.onCrash('A')
    }),
    scene => scene.flush('A', { promisedBallot: { ...second } })
  ],
  [
    'durable is kept',
    'a watermark is lost',
    after(scene => {
      scene.choose([open('A')])
      scene.write('A', { chosen: { slotMax: 1, ballot: first } })
    }),
    scene => {
      scene.checkers.onCrash('A')
      scene.open('A', { ...scene.recovered('A'), chosenSlotMax: 0 })
    }
  ],
  [
    'durable is kept',
    'a batch comes from nowhere',
    formed,
    scene => scene.flush('A', { promisedBallot: first })
  ],
  [
    'only a broken disk halts',
    'a replica gives up',
    formed,
    scene => scene.checkers.onHalt('A', group, new InvariantError('bug'))
  ]
]

/** A batch that a crash may leave durable, and others in its place. */
const whole: Batch = {
  promisedBallot: first,
  acceptedBallot: first,
  chosen: { slotMax: 0, ballot: first },
  log: { firstSlot: 1, entries: [open('A'), open('A')] },
  genesis: { promisedBallot: genesisBallot('A', 1), chosen: true }
}
const otherBatches: [string, Batch][] = [
  ['promise', { ...whole, promisedBallot: second }],
  ['accepted ballot', { ...whole, acceptedBallot: bottomBallot(1) }],
  ['watermark', { ...whole, chosen: { slotMax: 1, ballot: first } }],
  ['ballot of the watermark', { ...whole, chosen: { slotMax: 0, ballot: bottomBallot(1) } }],
  ['first slot', { ...whole, log: { firstSlot: 2, entries: [open('A'), open('A')] } }],
  ['entry', { ...whole, log: { firstSlot: 1, entries: [open('A'), value(1, 'y')] } }],
  ['length', { ...whole, log: { firstSlot: 1, entries: [open('A')] } }],
  [
    'longer length',
    { ...whole, log: { firstSlot: 1, entries: [open('A'), open('A'), open('B')] } }
  ],
  ['genesis', { ...whole, genesis: { promisedBallot: genesisBallot('A', 1), chosen: false } }],
  [
    'promise of genesis',
    { ...whole, genesis: { promisedBallot: genesisBallot('A', 2), chosen: true } }
  ]
]

describe('a batch that a restart finds', () => {
  /** A replica that handed out `batch`, which was under way when it crashed. */
  function crashedWith(batch: Batch): Watched {
    const watched = new Watched('A', 1n, new Facts())
    watched.append(batch)
    watched.end()
    return watched
  }

  it('is the one that was handed out', () => {
    const { ids } = crashedWith(whole).flushed(structuredClone(whole))
    expect(ids).toEqual([0, 0])
  })

  it.each(otherBatches)('has no other %s', (_, batch) => {
    expect(brokenBy(() => crashedWith(whole).flushed(batch))).toBe('durable is kept')
    expect(brokenBy(() => crashedWith(batch).flushed(whole))).toBe('durable is kept')
  })

  it.each(['promisedBallot', 'acceptedBallot', 'chosen', 'log', 'genesis'] as const)(
    'has its %s',
    name => {
      const { [name]: _, ...part } = whole
      expect(brokenBy(() => crashedWith(whole).flushed(part))).toBe('durable is kept')
      expect(brokenBy(() => crashedWith(part).flushed(whole))).toBe('durable is kept')
    }
  )
})

describe('a log, a ballot or a disk that breaks a rule is caught by its name', () => {
  it.each([...logs, ...ballots, ...votes, ...disks])('%s: %s', (rule, _, arrange, act) => {
    const scene = arrange()
    expect(brokenBy(() => act(scene))).toBe(rule)
  })
})
