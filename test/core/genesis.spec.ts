import { describe, expect, it } from 'vitest'
import { type Ballot, roundMax } from '../../src/core/ballot.js'
import type { GenesisRecord } from '../../src/core/batch.js'
import type { Configuration } from '../../src/core/configuration.js'
import { Genesis, type GenesisInput } from '../../src/core/genesis.js'
import type { GenesisMessage } from '../../src/core/genesis-messages.js'
import { empty, majority, nameHash } from '../support/genesis-founders.js'

const self = { peerId: 'p1', incarnation: 1n }

function genesis(recovered: GenesisRecord = empty, nowMs = 0): Genesis {
  return new Genesis({
    self,
    founders: ['p1', 'p2', 'p3'],
    quorum: majority,
    nameHash,
    recovered,
    connected: ['p2', 'p3'],
    heartbeatIntervalMs: 100,
    nowMs
  })
}

function zero(round: number, incarnation: bigint): Ballot {
  return { epoch: 0, round, priority: 0, incarnation }
}

function configuration(...incarnations: readonly bigint[]): Configuration {
  const voters = incarnations.map((incarnation, i) => ({ peerId: `p${i + 1}`, incarnation }))
  return { epoch: 1, voters, quorum: majority }
}

function from(
  peerId: string,
  message: GenesisMessage,
  incarnation = BigInt(peerId.slice(1))
): GenesisInput {
  return { type: 'message', from: peerId, incarnation, message }
}

/** Steps with an instant disk; everything that leaves. */
function settle(machine: Genesis, inputs: readonly GenesisInput[], nowMs = 0): GenesisMessage[] {
  const effects = machine.step(inputs, nowMs)
  const sent = effects.messages.map(({ message }) => message)
  sent.push(...(effects.afterDurable?.messages ?? []).map(({ message }) => message))
  if (effects.persist === undefined) return sent
  const { batchId } = effects.persist
  return [...sent, ...settle(machine, [{ type: 'durable', batchId }], nowMs)]
}

function typesOf(messages: readonly GenesisMessage[]): string[] {
  return messages.map(({ type }) => type)
}

describe('a founder as acceptor', () => {
  const theirs = zero(5, 2n)
  const prepare: GenesisMessage = { type: 'genesis-prepare', ballot: theirs, nameHash }

  it('answers only once its promise is durable, and an equal ballot again', () => {
    const machine = genesis()
    settle(machine, [])
    const effects = machine.step([from('p2', prepare)], 0)
    expect(typesOf(effects.messages.map(({ message }) => message))).not.toContain('genesis-promise')
    expect(effects.persist?.batch.genesis).toEqual({ promisedBallot: theirs, chosen: false })
    const after = effects.afterDurable
    expect(after?.batchId).toBe(effects.persist?.batchId)
    expect(after?.messages).toEqual([
      { to: 'p2', message: { type: 'genesis-promise', ballot: theirs } }
    ])
    const repeated = machine.step([from('p2', prepare)], 0)
    expect(repeated.messages).toEqual([])
    expect(repeated.afterDurable).toMatchObject({ batchId: effects.persist?.batchId })
    machine.step([{ type: 'durable', batchId: effects.persist?.batchId ?? 0 }], 0)
    expect(typesOf(settle(machine, [from('p2', prepare)]))).toEqual(['genesis-promise'])
  })

  it('refuses what is below its promise, and says what that is', () => {
    const machine = genesis({ promisedBallot: theirs, chosen: false }, 0)
    settle(machine, [], 0)
    const lower = zero(4, 3n)
    const promised = machine.step([], 0)
    expect(promised.persist).toBeUndefined()
    const accept: GenesisMessage = {
      type: 'genesis-accept',
      ballot: lower,
      configuration: configuration(1n, 2n, 3n)
    }
    const refused = settle(machine, [from('p3', { ...prepare, ballot: lower }), from('p3', accept)])
    expect(typesOf(refused)).toEqual(['genesis-reject', 'genesis-reject'])
    expect(refused[0]).toMatchObject({ ballot: lower })
    expect(machine.configuration).toBeUndefined()
  })

  it('tells what it accepted before, and answers only once it is durable', () => {
    const machine = genesis()
    settle(machine, [])
    const first = configuration(1n, 2n, 3n)
    const effects = machine.step(
      [from('p2', { type: 'genesis-accept', ballot: theirs, configuration: first })],
      0
    )
    expect(typesOf(effects.messages.map(({ message }) => message))).toEqual([])
    expect(effects.persist?.batch.genesis).toEqual({
      promisedBallot: theirs,
      accepted: { ballot: theirs, configuration: first },
      chosen: false
    })
    expect(effects.afterDurable?.messages).toEqual([
      { to: 'p2', message: { type: 'genesis-accepted', ballot: theirs } }
    ])
    machine.step([{ type: 'durable', batchId: effects.persist?.batchId ?? 0 }], 0)
    const higher = zero(6, 3n)
    expect(settle(machine, [from('p3', { ...prepare, ballot: higher })])).toEqual([
      {
        type: 'genesis-promise',
        ballot: higher,
        accepted: { ballot: theirs, configuration: first }
      }
    ])
  })

  it('listens to founders only', () => {
    const machine = genesis()
    settle(machine, [])
    expect(settle(machine, [from('p9', prepare), from('p1', prepare)])).toEqual([])
  })

  it('answers everything with the first configuration once the group exists', () => {
    const first = configuration(1n, 2n, 3n)
    const accepted = { ballot: theirs, configuration: first }
    const machine = genesis({ promisedBallot: theirs, accepted, chosen: true })
    expect(machine.configuration).toEqual(first)
    const other = configuration(7n, 8n, 9n)
    const asked = [
      from('p2', { ...prepare, ballot: zero(9, 8n) }),
      from('p2', { type: 'genesis-accept', ballot: zero(9, 8n), configuration: other })
    ]
    expect(settle(machine, asked)).toEqual(
      Array(2).fill({ type: 'genesis-chosen', configuration: first })
    )
    expect(machine.configuration).toEqual(first)
  })
})

describe('a founder as proposer', () => {
  /** Begins an attempt and returns its ballot. */
  function begin(machine: Genesis, nowMs = 0): Ballot {
    const [prepare] = settle(machine, [{ type: 'tick' }], nowMs)
    if (prepare?.type !== 'genesis-prepare') throw new Error('no attempt was begun')
    return prepare.ballot
  }

  const promise = (ballot: Ballot): GenesisMessage => ({ type: 'genesis-promise', ballot })
  const accepted = (ballot: Ballot): GenesisMessage => ({ type: 'genesis-accepted', ballot })

  it('promises its own ballot durably before it asks anyone', () => {
    const machine = genesis({ promisedBallot: zero(4, 9n), chosen: false })
    const { messages, persist, afterDurable } = machine.step([{ type: 'tick' }], 0)
    expect(messages).toEqual([])
    expect(persist?.batch.genesis?.promisedBallot).toEqual(zero(5, 1n))
    expect(afterDurable?.messages).toMatchObject([
      { to: 'p2', message: { type: 'genesis-prepare', ballot: zero(5, 1n), nameHash } },
      { to: 'p3', message: { type: 'genesis-prepare', ballot: zero(5, 1n) } }
    ])
  })

  it('asks to accept once all promised, with the incarnations they promised with', () => {
    const machine = genesis()
    const ballot = begin(machine)
    expect(settle(machine, [from('p2', promise(ballot), 22n)])).toEqual([])
    expect(settle(machine, [from('p2', promise(ballot), 22n)])).toEqual([])
    const asked = settle(machine, [from('p3', promise(ballot), 33n)])
    expect(asked).toEqual(
      Array(2).fill({ type: 'genesis-accept', ballot, configuration: configuration(1n, 22n, 33n) })
    )
  })

  it('chooses once all accepted, and tells all when that is durable', () => {
    const machine = genesis()
    const ballot = begin(machine)
    settle(machine, [from('p2', promise(ballot)), from('p3', promise(ballot))])
    settle(machine, [from('p2', accepted(ballot)), from('p2', accepted(ballot))])
    settle(machine, [from('p3', accepted(zero(9, 9n)))])
    expect(machine.configuration).toBeUndefined()
    const effects = machine.step([from('p3', accepted(ballot))], 0)
    expect(effects.messages).toEqual([])
    expect(effects.persist?.batch.genesis?.chosen).toBe(true)
    expect(effects.afterDurable?.messages).toMatchObject([
      { to: 'p2', message: { type: 'genesis-chosen', configuration: configuration(1n, 2n, 3n) } },
      { to: 'p3', message: { type: 'genesis-chosen' } }
    ])
  })

  it('does not choose before its own acceptance is durable', () => {
    const machine = genesis()
    const ballot = begin(machine)
    const effects = machine.step([from('p2', promise(ballot)), from('p3', promise(ballot))], 0)
    machine.step([from('p2', accepted(ballot)), from('p3', accepted(ballot))], 0)
    expect(machine.configuration).toBeUndefined()
    machine.step([{ type: 'durable', batchId: effects.persist?.batchId ?? 0 }], 0)
    expect(machine.configuration).toEqual(configuration(1n, 2n, 3n))
  })

  it('takes over what was accepted in the highest ballot, its own acceptance included', () => {
    const own = { ballot: zero(2, 2n), configuration: configuration(1n, 2n, 20n) }
    const low = { ballot: zero(1, 3n), configuration: configuration(1n, 2n, 10n) }
    const high = { ballot: zero(3, 3n), configuration: configuration(1n, 2n, 30n) }
    for (const [reported, expected] of [
      [[low, high], high],
      [[high, low], high],
      [[low, low], own],
      [[undefined, undefined], own]
    ] as const) {
      const machine = genesis({ promisedBallot: zero(3, 3n), accepted: own, chosen: false })
      const ballot = begin(machine)
      const asked = settle(
        machine,
        reported.map((before, i) =>
          from(`p${i + 2}`, {
            type: 'genesis-promise',
            ballot,
            ...(before && { accepted: before })
          })
        )
      )
      expect(asked).toMatchObject([{ configuration: expected.configuration }, {}])
    }
  })

  it('does not count promises of another ballot, or once it asked to accept', () => {
    const machine = genesis()
    const ballot = begin(machine)
    settle(machine, [from('p2', promise(zero(9, 1n))), from('p3', promise(ballot))])
    expect(settle(machine, [{ type: 'tick' }], 100)).toMatchObject([{ type: 'genesis-prepare' }])
    settle(machine, [from('p2', promise(ballot), 22n)], 100)
    const later = settle(machine, [from('p2', promise(ballot), 99n), { type: 'tick' }], 200)
    expect(later).toMatchObject(
      Array(2).fill({ type: 'genesis-accept', configuration: configuration(1n, 22n, 3n) })
    )
  })

  it('repeats at every interval what was not answered', () => {
    const machine = genesis()
    const ballot = begin(machine)
    settle(machine, [from('p2', promise(ballot))])
    expect(machine.step([{ type: 'tick' }], 99).messages).toEqual([])
    expect(machine.step([{ type: 'tick' }], 100).messages).toMatchObject([{ to: 'p3' }])
    settle(machine, [from('p3', promise(ballot))], 150)
    settle(machine, [from('p3', accepted(ballot))], 160)
    expect(machine.step([{ type: 'tick' }], 250).messages).toMatchObject([
      { to: 'p2', message: { type: 'genesis-accept' } }
    ])
  })

  it('gives way to a higher ballot, and comes back above it', () => {
    const machine = genesis()
    const ballot = begin(machine)
    const prepare: GenesisMessage = { type: 'genesis-prepare', ballot: zero(7, 2n), nameHash }
    settle(machine, [from('p2', prepare)])
    settle(machine, [from('p2', promise(ballot)), from('p3', promise(ballot))])
    expect(machine.configuration).toBeUndefined()
    expect(settle(machine, [{ type: 'tick' }], 999)).toEqual([])
    expect(begin(machine, 1099)).toEqual(zero(8, 1n))
  })

  it('gives way when it is refused, and only for the ballot it tries', () => {
    const machine = genesis()
    const ballot = begin(machine)
    const reject = { type: 'genesis-reject', ballot, promisedBallot: zero(7, 3n) } as const
    settle(machine, [from('p2', { ...reject, ballot: zero(9, 9n), promisedBallot: zero(3, 3n) })])
    expect(settle(machine, [{ type: 'tick' }], 100)).toHaveLength(2)
    settle(machine, [from('p2', reject)], 100)
    expect(settle(machine, [{ type: 'tick' }], 1099)).toEqual([])
    expect(begin(machine, 1200)).toEqual(zero(8, 1n))
  })

  it('uses no round above the highest', () => {
    const machine = genesis({ promisedBallot: zero(roundMax - 1, 9n), chosen: false })
    expect(begin(machine)).toEqual(zero(roundMax, 1n))
    const full = genesis({ promisedBallot: zero(roundMax, 9n), chosen: false })
    expect(settle(full, [{ type: 'tick' }])).toEqual([])
  })

  it('starts later the later it stands among the founders', () => {
    const last = new Genesis({
      self: { peerId: 'p3', incarnation: 3n },
      founders: ['p1', 'p2', 'p3'],
      quorum: majority,
      nameHash,
      recovered: empty,
      connected: ['p1', 'p2'],
      heartbeatIntervalMs: 100,
      nowMs: 0
    })
    expect(settle(last, [{ type: 'tick' }], 199)).toEqual([])
    expect(typesOf(settle(last, [{ type: 'tick' }], 300))).toContain('genesis-prepare')
  })
})

describe('founders that disagree', () => {
  const foreign: readonly [string, Configuration][] = [
    ['other founders', { ...configuration(1n, 2n, 3n), voters: configuration(1n, 2n).voters }],
    [
      'other names',
      {
        ...configuration(1n, 2n, 3n),
        voters: configuration(1n, 2n, 3n).voters.map(voter => ({
          ...voter,
          peerId: `x${voter.peerId}`
        }))
      }
    ],
    ['another prepare quorum', { ...configuration(1n, 2n, 3n), quorum: { prepare: 3, accept: 2 } }],
    ['another accept quorum', { ...configuration(1n, 2n, 3n), quorum: { prepare: 2, accept: 3 } }],
    ['another epoch', { ...configuration(1n, 2n, 3n), epoch: 2 }]
  ]

  it.each(foreign)('are told so, and nothing of theirs is taken: %s', (_title, of) => {
    const ballot = zero(9, 2n)
    for (const message of [
      { type: 'genesis-accept', ballot, configuration: of },
      { type: 'genesis-chosen', configuration: of }
    ] as const) {
      const machine = genesis()
      settle(machine, [])
      const effects = machine.step([from('p2', message)], 0)
      expect(effects.mismatch).toBe('p2')
      expect(effects.persist).toBeUndefined()
      expect(machine.configuration).toBeUndefined()
      expect(machine.step([], 0).mismatch).toBeUndefined()
    }
  })

  it('do not promise for each other', () => {
    const machine = genesis()
    settle(machine, [])
    const [, of] = foreign[0] as (typeof foreign)[number]
    const accepted = { ballot: zero(1, 2n), configuration: of }
    const effects = machine.step(
      [from('p2', { type: 'genesis-promise', ballot: zero(1, 1n), accepted })],
      0
    )
    expect(effects.mismatch).toBe('p2')
    settle(machine, [from('p3', { type: 'genesis-promise', ballot: zero(1, 1n) })])
    expect(typesOf(settle(machine, [{ type: 'tick' }], 100))).toEqual(['genesis-prepare'])
  })

  it('hear of it by name, unless the group exists', () => {
    const message: GenesisMessage = { type: 'genesis-mismatch', nameHash }
    expect(genesis().step([from('p3', message)], 0).mismatch).toBe('p3')
    const record = { ballot: zero(1, 1n), configuration: configuration(1n, 2n, 3n) }
    const exists = genesis({ promisedBallot: zero(1, 1n), accepted: record, chosen: true })
    expect(exists.step([from('p3', message)], 0).mismatch).toBeUndefined()
  })

  it('over which history the group has are told so, and each keeps its own', () => {
    const record = { ballot: zero(1, 1n), configuration: configuration(1n, 2n, 3n) }
    const machine = genesis({ promisedBallot: zero(1, 1n), accepted: record, chosen: true })
    const same = machine.step(
      [from('p2', { type: 'genesis-chosen', configuration: configuration(1n, 2n, 3n) })],
      0
    )
    expect(same.mismatch).toBeUndefined()
    const other = configuration(1n, 2n, 33n)
    expect(
      machine.step([from('p2', { type: 'genesis-chosen', configuration: other })], 0).mismatch
    ).toBe('p2')
    expect(machine.configuration).toEqual(configuration(1n, 2n, 3n))
  })
})
