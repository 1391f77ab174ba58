import { describe, expect, it } from 'vitest'
import { type Call, History } from '../../src/simulator/history.js'
import { findAnomaly, type Model } from '../../src/simulator/linearizability.js'
import { Random } from '../../src/simulator/random.js'
import {
  type Content,
  type LogOperation,
  type LogResult,
  logModel,
  type RegisterOperation,
  type RegisterResult,
  registerModel
} from '../../src/simulator/sequential-models.js'
import { isLinearizable } from './linearizability-brute-force.js'

type RegisterCall = Call<RegisterOperation, RegisterResult>
type OnRegister = Exclude<RegisterOperation, { type: 'decide' }>

const read = { type: 'read', register: 'x' } as const
const write = (value: string) => ({ type: 'write', register: 'x', value }) as const
const set = (expected: Content, value: string) =>
  ({ type: 'compare-and-set', register: 'x', expected, value }) as const
const append = (value: string) => ({ type: 'append', value }) as const
const readLog = { type: 'read' } as const

/** Calls of which nobody knows whether an order explains them. */
function drawCalls(random: Random): RegisterCall[] {
  const history = new History<RegisterOperation, RegisterResult>()
  const open: number[] = []
  const contents: Content[] = [null, 'a', 'b']
  let left = 2 + random.below(5)
  while (left > 0 || open.length > 0) {
    if (left > 0 && (open.length === 0 || random.chance(0.5))) {
      left -= 1
      const operations = [
        read,
        write(random.pick(['a', 'b'])),
        set(random.pick(contents), random.pick(['a', 'b']))
      ]
      open.push(history.invoke('A', random.pick(operations)))
      continue
    }
    const [id] = open.splice(random.below(open.length), 1)
    if (id === undefined) break
    const isBlind = history.calls[id]?.operation.type === 'write'
    if (random.chance(0.2)) history.unknown(id)
    else if (random.chance(0.05)) history.fail(id)
    else history.return(id, isBlind ? {} : { found: random.pick(contents) })
  }
  return [...history.calls]
}

describe('registers, compared with a search of all orders', () => {
  const { matters: _, ...triesAll } = registerModel
  const { isPure: __, ...branches } = registerModel

  it('are judged the same in thousands of small histories', () => {
    const counts = { explained: 0, anomalous: 0, unknown: 0 }
    for (let seed = 1; seed <= 6000; seed += 1) {
      const calls = drawCalls(new Random(seed))
      const expected = isLinearizable(registerModel, calls)
      const models = [registerModel, triesAll, branches]
      for (const model of models) {
        expect(findAnomaly(model, calls) === undefined, `seed ${seed}`).toBe(expected)
      }
      counts[expected ? 'explained' : 'anomalous'] += 1
      if (calls.some(({ outcome }) => outcome.type === 'unknown')) counts.unknown += 1
    }
    expect(Math.min(counts.explained, counts.anomalous, counts.unknown)).toBeGreaterThan(1000)
  })
})

/** A log as simple as can be: it knows nothing of what is read later. */
const plainLogModel: Model<readonly string[], LogOperation, LogResult> = {
  init: [],
  step: (values, operation, result) => {
    if (operation.type === 'append') {
      const { position = values.length + 1 } = result ?? {}
      return position === values.length + 1 ? [...values, operation.value] : undefined
    }
    const found = result?.values ?? values
    return found.join() === values.join() ? values : undefined
  }
}

function drawLogCalls(random: Random): Call<LogOperation, LogResult>[] {
  const history = new History<LogOperation, LogResult>()
  const logs = [[], ['a'], ['b'], ['a', 'b'], ['b', 'a'], ['a', 'b', 'c'], ['a', 'a']]
  const open: number[] = []
  let left = 2 + random.below(5)
  while (left > 0 || open.length > 0) {
    if (left > 0 && (open.length === 0 || random.chance(0.5))) {
      left -= 1
      const value = random.pick(['a', 'b', 'c'])
      open.push(history.invoke('A', random.pick([readLog, append(value)])))
      continue
    }
    const [id] = open.splice(random.below(open.length), 1)
    if (id === undefined) break
    const isAppend = history.calls[id]?.operation.type === 'append'
    const position = random.chance(0.2) && { position: 1 + random.below(3) }
    if (random.chance(0.2)) history.unknown(id)
    else history.return(id, isAppend ? { ...position } : { values: random.pick(logs) })
  }
  return [...history.calls]
}

describe('an append-only log, compared with a search of all orders', () => {
  it('is judged the same in thousands of small histories', () => {
    const counts = { explained: 0, anomalous: 0 }
    for (let seed = 1; seed <= 6000; seed += 1) {
      const calls = drawLogCalls(new Random(seed))
      const expected = isLinearizable(plainLogModel, calls)
      const found = findAnomaly(logModel(calls), calls)
      expect(found === undefined, `seed ${seed}`).toBe(expected)
      counts[expected ? 'explained' : 'anomalous'] += 1
    }
    expect(Math.min(counts.explained, counts.anomalous)).toBeGreaterThan(1000)
  })
})

/** What clients see of registers that work; some calls have an unknown outcome, and some of those still happen. */
function drawTrueCalls(random: Random, count: number, clientCount: number): RegisterCall[] {
  const history = new History<RegisterOperation, RegisterResult>()
  const contents = new Map<string, Content>()
  const open: { id: number; operation: OnRegister; found?: Content }[] = []
  const late: OnRegister[] = []
  const apply = (operation: OnRegister): Content => {
    const found = contents.get(operation.register) ?? null
    const isSet = operation.type !== 'compare-and-set' || operation.expected === found
    if (operation.type !== 'read' && isSet) contents.set(operation.register, operation.value)
    return found
  }
  for (let i = 0; i < count || open.length > 0; ) {
    const begins = i < count && open.length < clientCount && random.chance(0.4)
    if (begins) {
      const register = random.pick(['x', 'y', 'z'])
      const expected = contents.get(register) ?? null
      const operation = random.pick<OnRegister>([
        { type: 'read', register },
        { type: 'write', register, value: `${i}` },
        { type: 'compare-and-set', register, expected, value: `${i}` }
      ])
      open.push({ id: history.invoke(`client ${open.length}`, operation), operation })
      i += 1
    }
    for (const [at, call] of [...open.entries()].reverse()) {
      if (call.found === undefined && random.chance(0.2)) {
        if (random.chance(0.03)) {
          history.unknown(call.id)
          open.splice(at, 1)
          if (random.chance(0.5)) late.push(call.operation)
        } else {
          call.found = apply(call.operation)
        }
      } else if (call.found !== undefined && random.chance(0.2)) {
        const { found } = call
        history.return(call.id, call.operation.type === 'write' ? {} : { found })
        open.splice(at, 1)
      }
    }
    if (late.length > 0 && random.chance(0.02))
      apply(late.splice(random.below(late.length), 1)[0] as OnRegister)
  }
  return [...history.calls]
}

describe('long histories', () => {
  it.each([
    [10, 5000],
    [200, 3000]
  ])('of %i clients are explained in little more steps than they have calls', (clients, count) => {
    for (let seed = 1; seed <= 4; seed += 1) {
      const calls = drawTrueCalls(new Random(seed), count, clients)
      expect(calls.filter(({ outcome }) => outcome.type === 'unknown').length).toBeGreaterThan(50)
      expect(findAnomaly(registerModel, calls, { stepsMax: 4 * count })).toBeUndefined()
    }
  })

  it.each([
    [10, 3000],
    [50, 2000]
  ])('of %i clients are refused for a single read that is wrong', (clients, count) => {
    for (let seed = 1; seed <= 4; seed += 1) {
      const calls = drawTrueCalls(new Random(seed), count, clients)
      const at = calls.findIndex(
        ({ id, operation, outcome }) =>
          id > count / 2 && operation.type === 'read' && outcome.type === 'returned'
      )
      const { outcome, ...call } = calls[at] as RegisterCall
      if (outcome.type !== 'returned') throw new RangeError('the read returned')
      calls[at] = { ...call, outcome: { ...outcome, result: { found: '1' } } }
      const anomaly = findAnomaly(registerModel, calls, { stepsMax: 500_000 })
      expect(anomaly?.stuck.id).toBe(call.id)
    }
  })
})
