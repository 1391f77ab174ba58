import { describe, expect, it } from 'vitest'
import { type Call, History } from '../../src/simulator/history.js'
import {
  checkLinearizable,
  findAnomaly,
  LinearizabilityViolation,
  type Model
} from '../../src/simulator/linearizability.js'
import {
  type Content,
  type LogOperation,
  type LogResult,
  logModel,
  type RegisterOperation,
  type RegisterResult,
  registerModel
} from '../../src/simulator/sequential-models.js'

type RegisterCall = Call<RegisterOperation, RegisterResult>

const read = (register = 'x') => ({ type: 'read', register }) as const
const write = (value: string, register = 'x') => ({ type: 'write', register, value }) as const
const set = (expected: Content, value: string) =>
  ({ type: 'compare-and-set', register: 'x', expected, value }) as const

const decide = (value: string) => ({ type: 'decide', name: 'n', value }) as const

/** A call from one moment to another; without an end it is of unknown outcome, and with `failed` it did not happen. */
type Line<Operation, Result> = [Operation, from: number, to: number | 'unknown' | 'failed', Result?]

function callsOf<Operation, Result>(
  ...lines: Line<Operation, Result>[]
): Call<Operation, Result>[] {
  const sorted = lines.toSorted(([, a], [, b]) => a - b)
  return sorted.map(([operation, invokedAt, end, result], id) => {
    const outcome =
      typeof end === 'number'
        ? ({ type: 'returned', at: end, result: result as Result } as const)
        : ({ type: end } as const)
    return { id, client: `client ${id}`, operation, invokedAt, outcome }
  })
}

const registers = (...lines: Line<RegisterOperation, RegisterResult>[]): RegisterCall[] =>
  callsOf(...lines)

const good: [string, RegisterCall[]][] = [
  ['nothing', []],
  ['a register that nobody wrote', registers([read(), 1, 2, { found: null }])],
  ['a write and then a read', registers([write('a'), 1, 2, {}], [read(), 3, 4, { found: 'a' }])],
  [
    'reads that overlap a write, one before and one after it',
    registers(
      [write('a'), 1, 10, {}],
      [read(), 2, 3, { found: null }],
      [read(), 4, 5, { found: 'a' }]
    )
  ],
  [
    'a read that began before the write that it found',
    registers([read(), 1, 6, { found: 'a' }], [write('a'), 2, 5, {}])
  ],
  [
    'two writes at once, in either order',
    registers(
      [write('a'), 1, 4, {}],
      [write('b'), 2, 3, {}],
      [read(), 5, 6, { found: 'a' }],
      [read(), 7, 8, { found: 'a' }]
    )
  ],
  [
    'of two sets that expect the same one happened',
    registers(
      [set(null, 'a'), 1, 4, { found: null }],
      [set(null, 'b'), 2, 3, { found: 'a' }],
      [read(), 5, 6, { found: 'a' }]
    )
  ],
  [
    'a write of unknown outcome that appears late',
    registers(
      [write('a'), 1, 'unknown'],
      [read(), 2, 3, { found: null }],
      [write('b'), 4, 5, {}],
      [read(), 6, 7, { found: 'b' }],
      [read(), 8, 9, { found: 'a' }]
    )
  ],
  [
    'a write of unknown outcome that never appears',
    registers([write('a'), 1, 'unknown'], [read(), 2, 3, { found: null }])
  ],
  [
    'a set of unknown outcome upon a write of unknown outcome',
    registers(
      [write('a'), 1, 'unknown'],
      [set('a', 'b'), 2, 'unknown'],
      [read(), 3, 4, { found: 'b' }]
    )
  ],
  [
    'calls of unknown outcome, of which only one can do what the other must not have done yet',
    registers(
      [write('b'), 1, 'unknown'],
      [set(null, 'b'), 2, 'unknown'],
      [read(), 3, 4, { found: 'b' }],
      [write('c'), 5, 6, {}],
      [read(), 7, 8, { found: 'b' }]
    )
  ],
  [
    'a write that failed and does not appear',
    registers([write('a'), 1, 'failed'], [read(), 2, 3, { found: null }])
  ],
  [
    'decisions by the first value that was proposed',
    registers(
      [decide('a'), 1, 'unknown'],
      [decide('b'), 2, 3, { found: 'a' }],
      [decide('c'), 4, 5, { found: 'a' }]
    )
  ],
  [
    'a register and a decision of one name',
    registers(
      [{ type: 'decide', name: 'x', value: 'a' }, 1, 2, { found: 'a' }],
      [read(), 3, 4, { found: null }]
    )
  ],
  [
    'registers that are unlike each other',
    registers(
      [write('a', 'x'), 1, 2, {}],
      [read('y'), 3, 4, { found: null }],
      [read('x'), 5, 6, { found: 'a' }]
    )
  ]
]

const bad: [string, RegisterCall[], stuck: number][] = [
  [
    'a stale read',
    registers([write('a'), 1, 2, {}], [write('b'), 3, 4, {}], [read(), 5, 6, { found: 'a' }]),
    2
  ],
  ['a write that is lost', registers([write('a'), 1, 2, {}], [read(), 3, 4, { found: null }]), 1],
  [
    'an update that is lost',
    registers([set(null, 'a'), 1, 4, { found: null }], [set(null, 'b'), 2, 3, { found: null }]),
    0
  ],
  [
    'a value that nobody wrote',
    registers([write('a'), 1, 2, {}], [read(), 3, 4, { found: 'z' }]),
    1
  ],
  [
    'reads that go back',
    registers(
      [write('a'), 1, 10, {}],
      [read(), 2, 3, { found: 'a' }],
      [read(), 4, 5, { found: null }]
    ),
    2
  ],
  [
    'two readers that see two writes in different orders',
    registers(
      [write('a'), 1, 20, {}],
      [write('b'), 2, 21, {}],
      [read(), 3, 4, { found: 'a' }],
      [read(), 5, 6, { found: 'b' }],
      [read(), 7, 8, { found: 'a' }]
    ),
    4
  ],
  [
    'a write that failed and appears',
    registers([write('a'), 1, 'failed'], [read(), 2, 3, { found: 'a' }]),
    1
  ],
  [
    'a write of unknown outcome that appears and disappears',
    registers(
      [write('a'), 1, 'unknown'],
      [read(), 2, 3, { found: 'a' }],
      [read(), 4, 5, { found: null }]
    ),
    2
  ],
  [
    'a write of unknown outcome that appears twice',
    registers(
      [write('a'), 1, 'unknown'],
      [read(), 2, 3, { found: 'a' }],
      [write('b'), 4, 5, {}],
      [read(), 6, 7, { found: 'a' }]
    ),
    3
  ],
  [
    'a write of unknown outcome that appears before it began',
    registers([read(), 1, 2, { found: 'a' }], [write('a'), 3, 'unknown']),
    0
  ],
  [
    'a decision that changes',
    registers([decide('a'), 1, 2, { found: 'a' }], [decide('b'), 3, 4, { found: 'b' }]),
    1
  ],
  [
    'a decision for what nobody proposed',
    registers([decide('a'), 1, 'failed'], [decide('b'), 2, 3, { found: 'a' }]),
    1
  ],
  [
    'a set that happened although it found something else',
    registers(
      [write('a'), 1, 2, {}],
      [set('z', 'b'), 3, 4, { found: 'a' }],
      [read(), 5, 6, { found: 'b' }]
    ),
    2
  ]
]

describe('registers', () => {
  it.each(good)('explains %s', (_, calls) => {
    expect(findAnomaly(registerModel, calls)).toBeUndefined()
  })

  it.each(bad)('finds %s', (_, calls, stuck) => {
    expect(findAnomaly(registerModel, calls)?.stuck.id).toBe(stuck)
  })

  it('names the register, the call, what came before it and what went on meanwhile', () => {
    const calls = registers(
      [write('a', 'y'), 1, 2, {}],
      [write('b'), 3, 4, {}],
      [write('c'), 5, 20, {}],
      [read(), 6, 7, { found: 'd' }],
      [read(), 21, 22, { found: 'c' }]
    )
    const anomaly = findAnomaly(registerModel, calls)
    expect(anomaly?.part).toBe('register x')
    expect(anomaly?.state).toBe('b')
    expect(anomaly?.order.map(({ id }) => id)).toEqual([1])
    expect(anomaly?.stuck.id).toBe(3)
    expect(anomaly?.concurrent.map(({ id }) => id)).toEqual([2])
    const check = (): void => checkLinearizable(registerModel, calls)
    expect(check).toThrow(LinearizabilityViolation)
    expect(check).toThrow(/^linearizable: call 3 of client 3: .*"found":"d"/)
  })

  it('shows the last calls of a long order', () => {
    const lines = Array.from({ length: 20 }, (_, i): Line<RegisterOperation, RegisterResult> => {
      return [write(`v${i}`), 2 * i, 2 * i + 1, {}]
    })
    const calls = registers(...lines, [read(), 50, 51, { found: 'z' }])
    const anomaly = findAnomaly(registerModel, calls)
    expect(anomaly?.order.map(({ id }) => id)).toEqual([12, 13, 14, 15, 16, 17, 18, 19])
  })

  it('need little time for calls that all wait for the same', () => {
    const count = 200
    const lines = Array.from(
      { length: count },
      (_, i): Line<RegisterOperation, RegisterResult>[] => {
        const found = i === 0 ? null : `v${i - 1}`
        // Each change ends before the reads that found what it replaced.
        return [
          [set(found, `v${i}`), 2 * i, 1000 + i, { found }],
          [read(), 2 * i + 1, 3000 - i, { found }],
          [set('z', 'y'), 2 * i + 1.5, 4000 - i, { found }]
        ]
      }
    )
    const calls = registers(...lines.flat())
    expect(findAnomaly(registerModel, calls, { stepsMax: 4 * count })).toBeUndefined()
  })

  it('gives up when the search takes too long', () => {
    const lines = Array.from({ length: 12 }, (_, i): Line<RegisterOperation, RegisterResult> => {
      return [write(`v${i}`), i, 100 + i, {}]
    })
    const calls = registers(...lines, [read(), 50, 60, { found: 'z' }])
    expect(() => findAnomaly(registerModel, calls, { stepsMax: 1000 })).toThrow(RangeError)
  })
})

const append = (value: string) => ({ type: 'append', value }) as const
const readLog = { type: 'read' } as const
const logs = (...lines: Line<LogOperation, LogResult>[]) => callsOf(...lines)

describe('an append-only log', () => {
  const isExplained = (calls: Call<LogOperation, LogResult>[]): boolean =>
    findAnomaly(logModel(calls), calls) === undefined

  it.each([
    ['appends at once, in the order that a read tells', ['b', 'a'], true],
    ['an append that is lost', ['a'], false],
    ['a value that nobody appended', ['a', 'b', 'z'], false],
    ['a value that is there twice', ['a', 'b', 'a'], false]
  ])('judges %s', (_, values, expected) => {
    const calls = logs(
      [append('a'), 1, 4, {}],
      [append('b'), 2, 3, {}],
      [readLog, 5, 6, { values }]
    )
    expect(isExplained(calls)).toBe(expected)
  })

  it.each([
    ['never', [['a'], ['a', 'b']], true],
    ['late', [['a'], ['a', 'x', 'b']], true],
    [
      'behind what was read',
      [
        ['a', 'b'],
        ['a', 'x', 'b']
      ],
      false
    ],
    [
      'and then not',
      [
        ['a', 'x'],
        ['a', 'b']
      ],
      false
    ]
  ])('judges an append of unknown outcome that appears %s', (_, [early, late], expected) => {
    const calls = logs(
      [append('x'), 1, 'unknown'],
      [append('a'), 2, 3, {}],
      [readLog, 4, 7, { values: early as string[] }],
      [append('b'), 5, 6, {}],
      [readLog, 8, 9, { values: late as string[] }]
    )
    expect(isExplained(calls)).toBe(expected)
  })

  it('is shown where it went wrong', () => {
    const calls = logs(
      [append('a'), 1, 2, {}],
      [append('b'), 3, 4, {}],
      [readLog, 5, 6, { values: ['a', 'b'] }],
      [readLog, 7, 8, { values: ['a'] }]
    )
    const check = (): void => checkLinearizable(logModel(calls), calls)
    expect(check).toThrow(/call 3 .*\n(.*\n)*.*with the state \["a","b"\]/)
  })

  it.each([
    [[1, 2], true],
    [[2, 1], false],
    [[1, 1], false],
    [[1, 3], false]
  ])('judges the positions %j of appends one after the other', ([first, second], expected) => {
    const calls = logs(
      [append('a'), 1, 2, { position: first as number }],
      [append('b'), 3, 4, { position: second as number }]
    )
    expect(isExplained(calls)).toBe(expected)
  })
})

describe('states that are objects', () => {
  interface Counter {
    readonly count: number
  }
  type Count = 'add' | 'read'

  it('are told apart by what identifies them', () => {
    const model: Model<Counter, Count, number> = {
      init: { count: 0 },
      step: ({ count }, operation, result) => {
        if (operation === 'read') return result === count ? { count } : undefined
        return { count: count + 1 }
      }
    }
    const adds = Array.from({ length: 10 }, (_, i): Line<Count, number> => ['add', i, 100 + i, 0])
    const calls = callsOf<Count, number>(...adds, ['read', 50, 60, 99])
    const identified = { ...model, identify: ({ count }: Counter) => count }
    expect(findAnomaly(identified, calls, { stepsMax: 20_000 })?.stuck.operation).toBe('read')
    expect(() => findAnomaly(model, calls, { stepsMax: 20_000 })).toThrow(RangeError)
  })
})

describe('a history', () => {
  it('lets an unknown outcome be found out', () => {
    const history = new History<RegisterOperation, RegisterResult>()
    const id = history.invoke('A', write('a'))
    history.unknown(id)
    const other = history.invoke('A', read())
    history.return(other, { found: null })
    history.return(id, {})
    expect(history.calls.map(({ invokedAt, outcome }) => [invokedAt, outcome.type])).toEqual([
      [1, 'returned'],
      [2, 'returned']
    ])
    expect(() => history.fail(id)).toThrow(RangeError)
  })
})
