import { describe, expect, it } from 'vitest'
import type { GenesisRecord } from '../../src/core/batch.js'
import type { Configuration, ReplicaId } from '../../src/core/configuration.js'
import type { Rule } from '../../src/simulator/observer.js'
import {
  brokenBy,
  configurationOf,
  genesisBallot,
  group,
  incarnationOf,
  Scene
} from './checkers-scene.js'

const first = genesisBallot('A', 1)
const second = genesisBallot('B', 2)
const third = genesisBallot('A', 3)
const configuration = configurationOf(['A', 'B', 'C'])
const otherConfiguration = configurationOf(['A', 'B', 'C'], { prepare: 3, accept: 1 })

/** Three peers with empty disks, at which `act` happened. */
function after(act: (scene: Scene) => void): () => Scene {
  return () => {
    const scene = new Scene()
    scene.start()
    act(scene)
    return scene
  }
}

function promised(chosen = false): GenesisRecord {
  return { promisedBallot: first, chosen }
}

type Case = [Rule, string, () => Scene, (scene: Scene) => void]

const configurations: Case[] = [
  [
    'one configuration',
    'founders choose two',
    after(scene => {
      for (const peerId of ['A', 'B', 'C']) scene.acceptGenesis(peerId)
      for (const peerId of ['A', 'B']) scene.acceptGenesis(peerId, otherConfiguration, 2)
    }),
    scene => scene.acceptGenesis('C', otherConfiguration, 2)
  ],
  [
    'one configuration',
    'a ballot has two',
    after(scene => scene.acceptGenesis('A')),
    scene => scene.acceptGenesis('B', otherConfiguration)
  ],
  [
    'one configuration',
    'one is known that a founder has not accepted',
    after(scene => {
      for (const peerId of ['A', 'B']) scene.acceptGenesis(peerId)
    }),
    scene => scene.learnGenesis('A')
  ],
  [
    'one configuration',
    'another one is known than was chosen',
    after(scene => {
      for (const peerId of ['A', 'B', 'C']) scene.acceptGenesis(peerId)
    }),
    scene => scene.learnGenesis('B', otherConfiguration)
  ],
  [
    'one configuration',
    'another one is written than was chosen',
    after(scene => {
      for (const peerId of ['A', 'B', 'C']) scene.acceptGenesis(peerId)
    }),
    scene => {
      const accepted = { ballot: first, configuration: otherConfiguration }
      scene.append('B', { genesis: { promisedBallot: first, accepted, chosen: true } })
    }
  ],
  [
    'one configuration',
    'a replica tells of another one',
    after(scene => {
      for (const peerId of ['A', 'B', 'C']) scene.acceptGenesis(peerId)
    }),
    scene => scene.checkers.onConfiguration('A', group, otherConfiguration)
  ],
  [
    'one configuration',
    'a message tells of one that was not chosen',
    after(scene => scene.acceptGenesis('A')),
    scene => scene.send('A', { type: 'genesis-chosen', configuration })
  ],
  [
    'one configuration',
    'nothing is known to be chosen',
    after(() => undefined),
    scene => scene.append('A', { genesis: promised(true) })
  ],
  [
    'one configuration',
    'one is forgotten',
    after(scene => {
      for (const peerId of ['A', 'B', 'C']) scene.acceptGenesis(peerId)
      scene.learnGenesis('A')
    }),
    scene => scene.acceptGenesis('A')
  ],
  [
    'one configuration',
    'one binds a life that never was',
    after(scene => {
      scene.bear('C', 99n)
      for (const peerId of ['A', 'B']) scene.acceptGenesis(peerId, invented)
    }),
    scene => scene.acceptGenesis('C', invented)
  ],
  [
    'one configuration',
    'a promise leaves out what was accepted',
    after(scene => {
      scene.acceptGenesis('B')
      const accepted = { ballot: first, configuration }
      scene.write('B', { genesis: { promisedBallot: second, accepted, chosen: false } })
    }),
    scene => scene.send('B', { type: 'genesis-promise', ballot: second })
  ],
  [
    'one configuration',
    'a promise tells of what was accepted before, and not of what came last',
    after(scene => {
      const accepted = { ballot: second, configuration }
      scene.write('B', { genesis: { promisedBallot: third, accepted, chosen: false } })
    }),
    scene => {
      const accepted = { ballot: first, configuration }
      scene.send('B', { type: 'genesis-promise', ballot: third, accepted })
    }
  ]
]

const invented = {
  ...configuration,
  voters: configuration.voters.map(voter => ({ ...voter, incarnation: voter.incarnation + 40n }))
}

const ballots: Case[] = [
  [
    'ballots never regress',
    'a promise is taken back',
    after(scene => {
      scene.write('A', { genesis: { promisedBallot: second, chosen: false } })
    }),
    scene => scene.append('A', { genesis: promised() })
  ],
  [
    'ballots never regress',
    'what was accepted is forgotten',
    after(scene => scene.acceptGenesis('A')),
    scene => scene.append('A', { genesis: promised() })
  ],
  [
    'ballots never regress',
    'something is accepted above the promise',
    after(() => undefined),
    scene =>
      scene.append('A', {
        genesis: { ...promised(), accepted: { ballot: second, configuration } }
      })
  ],
  [
    'durable before said',
    'a promise',
    after(scene => scene.append('B', { genesis: promised() })),
    scene => scene.send('B', { type: 'genesis-promise', ballot: first })
  ],
  [
    'durable before said',
    'an accepted',
    after(scene => scene.write('B', { genesis: promised() })),
    scene => scene.send('B', { type: 'genesis-accepted', ballot: first })
  ],
  [
    'durable before said',
    'an accepted in a higher ballot',
    after(scene => scene.acceptGenesis('B')),
    scene => scene.send('B', { type: 'genesis-accepted', ballot: second })
  ],
  [
    'durable before said',
    'a prepare',
    after(scene => scene.append('A', { genesis: promised() })),
    scene => scene.send('A', { type: 'genesis-prepare', ballot: first, nameHash: new Uint8Array() })
  ],
  [
    'durable before said',
    'an accept in the ballot of another founder',
    after(scene => scene.write('B', { genesis: promised() })),
    scene => scene.send('B', { type: 'genesis-accept', ballot: first, configuration })
  ]
]

describe('a broken founding is caught by its name', () => {
  it.each([...configurations, ...ballots])('%s: %s', (rule, _, arrange, act) => {
    const scene = arrange()
    expect(brokenBy(() => act(scene))).toBe(rule)
  })
})

describe('two configurations are told apart', () => {
  const [a, b, c] = configuration.voters as [ReplicaId, ReplicaId, ReplicaId]

  it.each<[string, Configuration]>([
    ['epoch', { ...configuration, epoch: 2 }],
    ['prepare quorum', { ...configuration, quorum: { prepare: 3, accept: 2 } }],
    ['accept quorum', { ...configuration, quorum: { prepare: 2, accept: 3 } }],
    ['number of voters', { ...configuration, voters: [a, b] }],
    ['number of voters, the other way', { ...configuration, voters: [a, b, c, c] }],
    ['voter', { ...configuration, voters: [a, b, { ...c, peerId: 'D' }] }],
    ['incarnation', { ...configuration, voters: [{ ...a, incarnation: 9n }, b, c] }]
  ])('by their %s', (_, another) => {
    const scene = Scene.formed()
    const tell = (): void => scene.checkers.onConfiguration('A', group, another)
    expect(brokenBy(tell)).toBe('one configuration')
    const same = structuredClone(configuration)
    expect(brokenBy(() => scene.checkers.onConfiguration('A', group, same))).toBeUndefined()
  })
})

describe('a founding passes', () => {
  it('in which one founder learns what the others chose', () => {
    const scene = new Scene()
    scene.start()
    const nameHash = new Uint8Array()
    scene.write('A', { genesis: promised() })
    scene.send('A', { type: 'genesis-prepare', ballot: first, nameHash })
    scene.write('B', { genesis: promised() })
    scene.send('B', { type: 'genesis-promise', ballot: first })
    scene.acceptGenesis('A')
    scene.send('A', { type: 'genesis-accept', ballot: first, configuration })
    for (const peerId of ['B', 'C']) {
      scene.acceptGenesis(peerId)
      scene.send(peerId, { type: 'genesis-accepted', ballot: first })
    }
    scene.learnGenesis('A')
    scene.send('A', { type: 'genesis-chosen', configuration })
    for (const peerId of ['B', 'C']) scene.learnGenesis(peerId)
    expect(scene.checkers.unfinished(group)).toEqual([])
  })

  it('in which promises tell what was accepted, and late ones what was not accepted by then', () => {
    const scene = new Scene()
    scene.start()
    scene.acceptGenesis('B')
    scene.send('B', { type: 'genesis-promise', ballot: first })
    const accepted = { ballot: first, configuration }
    scene.write('B', { genesis: { promisedBallot: second, accepted, chosen: false } })
    scene.send('B', { type: 'genesis-promise', ballot: second, accepted })
    const chooseAgain = (): void => {
      for (const peerId of ['A', 'B', 'C']) scene.acceptGenesis(peerId, configuration, 4)
      for (const peerId of ['A', 'B', 'C']) scene.acceptGenesis(peerId, configuration, 5)
    }
    expect(brokenBy(chooseAgain)).toBeUndefined()
  })

  it('in which a founder loses its disk after it accepted: what it bound stays bound', () => {
    const scene = new Scene()
    scene.start()
    for (const peerId of ['A', 'B', 'C']) scene.acceptGenesis(peerId)
    scene.bear('C', 99n)
    scene.acceptGenesis('C', configuration, 3)
    for (const peerId of ['A', 'B', 'C']) scene.learnGenesis(peerId)
    expect(configuration.voters[2]?.incarnation).toBe(incarnationOf('C'))
  })
})
