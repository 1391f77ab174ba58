import { describe, expect, it } from 'vitest'
import { type Ballot, bottomBallot } from '../../src/core/ballot.js'
import type { Effects, Input } from '../../src/core/effects.js'
import type { Entry } from '../../src/core/entry.js'
import { Replica, type ReplicaInit } from '../../src/core/replica.js'
import type { ClusterInit } from '../support/core-cluster.js'
import { Disk } from '../support/core-disk.js'
import type { Stepper } from '../support/core-host.js'
import { Invariants, type Rule, Violation } from '../support/core-invariants.js'
import { walk } from '../support/core-nemesis.js'

/** Rules that random walks with this fault break, until `wanted` is among them or `seedCount` seeds are over. */
function broken(init: Partial<ClusterInit>, seedCount: number, wanted?: Rule): Set<Rule> {
  const rules = new Set<Rule>()
  for (let seed = 1; seed <= seedCount; seed += 1) {
    try {
      walk(seed, init)
    } catch (error) {
      if (!(error instanceof Violation)) continue
      rules.add(error.rule)
      if (error.rule === wanted) break
    }
  }
  return rules
}

type Mutation = (init: ReplicaInit) => Stepper

/** A replica whose inputs and effects are tampered with. */
function tampered(
  init: ReplicaInit,
  onEffects: (effects: Effects, replica: Replica) => Effects,
  onInput: (input: Input) => Input | undefined = input => input
): Stepper {
  const replica = new Replica(init)
  return {
    restore: entries => replica.restore(entries),
    snapshot: () => replica.snapshot(),
    step: (inputs, nowMs) => {
      const kept = inputs.map(onInput).filter(input => input !== undefined)
      return onEffects(replica.step(kept, nowMs), replica)
    }
  }
}

function withQuorum(init: ReplicaInit, prepare: number, accept: number): ReplicaInit {
  const { configuration } = init
  return { ...init, configuration: { ...configuration, quorum: { prepare, accept } } }
}

const mutants: [string, Rule, Mutation, Partial<ClusterInit>?][] = [
  [
    'counts an accept quorum one too small',
    'learned is chosen',
    init => new Replica(withQuorum(init, 3, 2)),
    { voterCount: 5, quorum: { prepare: 3, accept: 3 } }
  ],
  [
    'counts a prepare quorum one too small',
    'one entry per slot',
    init => new Replica(withQuorum(init, 2, 3)),
    { voterCount: 5, quorum: { prepare: 3, accept: 3 } }
  ],
  [
    'forgets its promise when it restarts',
    'ballots never regress',
    init =>
      new Replica({
        ...init,
        recovered: { ...init.recovered, promisedBallot: init.recovered.acceptedBallot }
      })
  ],
  [
    'leaves the log out of its batches',
    'durable before said',
    init =>
      tampered(init, effects => {
        if (effects.persist === undefined) return effects
        const { log: _, chosen: __, ...batch } = effects.persist.batch
        return { ...effects, persist: { batchId: effects.persist.batchId, batch } }
      })
  ],
  [
    'hands out a chosen entry twice',
    'learned in order',
    init =>
      tampered(init, effects => ({
        ...effects,
        chosen: effects.chosen.flatMap(entry => (entry.slot % 5 === 0 ? [entry, entry] : [entry]))
      }))
  ],
  [
    'lets every entry take effect',
    'sessions in order, each once',
    init =>
      tampered(init, effects => ({
        ...effects,
        chosen: effects.chosen.map(entry => ({ ...entry, verdict: { type: 'applied' } }))
      }))
  ],
  [
    'settles with the slot before',
    'settled is true',
    init =>
      tampered(init, effects => ({
        ...effects,
        settled: effects.settled.map(settlement =>
          settlement.type === 'chosen' ? { ...settlement, slot: settlement.slot - 1 } : settlement
        )
      }))
  ],
  [
    'reads what it knows, without asking',
    'reads are current',
    init => {
      const tickets: number[] = []
      return tampered(
        init,
        (effects, replica) => {
          const slot = replica.snapshot().chosenSlotMax
          return { ...effects, reads: tickets.splice(0).map(ticket => ({ ticket, slot })) }
        },
        input => {
          if (input.type !== 'read') return input
          tickets.push(input.ticket)
          return undefined
        }
      )
    }
  ],
  [
    'proposes other bytes than it was given',
    'only proposed values',
    init =>
      tampered(
        init,
        effects => effects,
        input => {
          if (input.type !== 'propose') return input
          return { ...input, payload: { ...input.payload, value: new Uint8Array(1) } }
        }
      )
  ],
  [
    'ignores proposals that wait',
    'everything finishes',
    init =>
      tampered(
        init,
        effects => effects,
        input => (input.type === 'message' && input.message.type === 'propose' ? undefined : input)
      )
  ]
]

describe('a broken replica is caught', () => {
  it.each(mutants)('%s: %s', (_, rule, createReplica, init = {}) => {
    expect(broken({ ...init, createReplica }, 40, rule)).toContain(rule)
  })

  it('sends before its disk is done: durable before said', () => {
    const rule = 'durable before said'
    expect(broken({ sendsBeforeDurable: true }, 10, rule)).toContain(rule)
  })

  it('and a correct one is not', () => {
    expect(broken({ createReplica: init => new Replica(init) }, 20)).toEqual(new Set())
  })
})

describe('a history made by hand is judged', () => {
  const value = new Uint8Array(1)
  const entry = (nonce: bigint): Entry => ({
    type: 'open-session',
    origin: 'A',
    nonce,
    logTimeMs: 0
  })
  const ballotOf = (round: number, incarnation: bigint): Ballot => ({
    ...bottomBallot(1),
    round,
    incarnation
  })

  /** Three voters, of which A leads round 1 and B round 2. */
  function watched(): Invariants {
    const invariants = new Invariants(2)
    for (const [i, peerId] of ['A', 'B', 'C'].entries()) {
      invariants.watch(peerId, new Disk(BigInt(i + 1)))
    }
    return invariants
  }

  function write(invariants: Invariants, peerId: string, ballot: Ballot, entries: Entry[]): void {
    const batch = { promisedBallot: ballot, acceptedBallot: ballot, log: { firstSlot: 1, entries } }
    invariants.onPersist(peerId, batch)
    invariants.onDurable(peerId, batch)
  }

  function ruleOf(act: () => void): Rule | undefined {
    try {
      act()
    } catch (error) {
      if (error instanceof Violation) return error.rule
      throw error
    }
    return undefined
  }

  it('two ballots choose different entries for one slot', () => {
    const invariants = watched()
    const [first, second] = [ballotOf(1, 1n), ballotOf(2, 2n)]
    write(invariants, 'A', first, [entry(1n)])
    write(invariants, 'C', first, [entry(1n)])
    invariants.onSend('C', { type: 'accepted', ballot: first, lastSlot: 1 })
    write(invariants, 'B', second, [entry(2n)])
    write(invariants, 'C', second, [entry(2n)])
    const act = (): void =>
      invariants.onSend('C', { type: 'accepted', ballot: second, lastSlot: 1 })
    expect(ruleOf(act)).toBe('one entry per slot')
  })

  it('two voters hold different logs of one ballot', () => {
    const invariants = watched()
    write(invariants, 'A', ballotOf(1, 1n), [entry(1n)])
    const act = (): void => write(invariants, 'B', ballotOf(1, 1n), [entry(2n)])
    expect(ruleOf(act)).toBe('one log per ballot')
  })

  it('an entry is learned that one voter accepted', () => {
    const invariants = watched()
    write(invariants, 'A', ballotOf(1, 1n), [entry(1n)])
    const verdict = { type: 'applied' } as const
    const chosen = { slot: 1, entry: entry(1n), verdict, origin: 'A' }
    expect(ruleOf(() => invariants.onLearned('A', [chosen]))).toBe('learned is chosen')
  })

  it('a promise regresses', () => {
    const invariants = watched()
    write(invariants, 'A', ballotOf(2, 2n), [])
    const batch = { promisedBallot: ballotOf(1, 1n), acceptedBallot: ballotOf(1, 1n) }
    expect(ruleOf(() => invariants.onDurable('A', batch))).toBe('ballots never regress')
  })

  it('a promise leaves that is not durable', () => {
    const invariants = watched()
    const act = (): void =>
      invariants.onSend('A', {
        type: 'promise',
        ballot: ballotOf(1, 2n),
        acceptedBallot: bottomBallot(1),
        lastSlot: 0,
        chosenSlotMax: 0,
        firstSlot: 1,
        entries: []
      })
    expect(ruleOf(act)).toBe('durable before said')
  })

  it('a proposal is settled that nobody learned', () => {
    const act = (): void =>
      watched().onSettled('A', { type: 'value', value }, { type: 'chosen', ticket: 1, slot: 1 })
    expect(ruleOf(act)).toBe('settled is true')
  })

  it('a read is older than what was known', () => {
    const act = (): void => watched().onRead({ peerId: 'A', slotMin: 1 }, 0)
    expect(ruleOf(act)).toBe('reads are current')
  })
})
