import { describe, expect, it } from 'vitest'
import { majorityQuorum, type ReplicaId } from '../../src/core/configuration.js'
import { Churn, type ChurnOptions, type ChurnView, churnOptions } from '../../src/runtime/churn.js'

const options = churnOptions(
  { votersTarget: 5, votersMin: 3, evictAfterMs: 1000, graceMs: 300, changeIntervalMs: 500 },
  3
)

const stepMs = 100

/** Replicas by the letters of their PeerIds; a capital letter is one that lost its store. */
function replicas(letters: string): ReplicaId[] {
  return [...letters].map(letter => ({
    peerId: letter.toLowerCase(),
    incarnation: BigInt(letter.charCodeAt(0))
  }))
}

interface Given {
  readonly voters: string
  readonly gone?: string
  /** Learners that would vote, all of them caught up but those in `behind`. */
  readonly candidates?: string
  readonly behind?: string
  readonly forMs: number
}

/** Who votes in the configurations that are proposed, each with its time, if none of them is chosen. */
function proposals(given: Given, changes: Partial<ChurnOptions> = {}): [number, string][] {
  const churn = new Churn({ ...options, ...changes })
  const found: [number, string][] = []
  for (let nowMs = 0; nowMs <= given.forMs; nowMs += stepMs) {
    const next = churn.next(viewOf(given), nowMs)
    if (next === undefined) continue
    expect(next).toMatchObject({ epoch: 8, quorum: majorityQuorum(next.voters.length) })
    found.push([nowMs, lettersOf(next.voters)])
  }
  return found
}

function viewOf({ voters, gone = '', candidates = '', behind = '' }: Given): ChurnView {
  const report = (slot: number) => (replica: ReplicaId) => ({ ...replica, chosenSlotMax: slot })
  return {
    configuration: {
      epoch: 7,
      voters: replicas(voters),
      quorum: majorityQuorum(voters.length)
    },
    unreachable: replicas(gone),
    candidates: [...replicas(candidates).map(report(100)), ...replicas(behind).map(report(99))],
    chosenSlotMax: 100
  }
}

function lettersOf(voters: readonly ReplicaId[]): string {
  return voters.map(({ incarnation }) => String.fromCharCode(Number(incarnation))).join('')
}

describe('a voter that is gone', () => {
  it('is replaced once it was for long enough, and again if that was not chosen', () => {
    expect(proposals({ voters: 'abc', gone: 'c', candidates: 'd', forMs: 1600 })).toEqual([
      [1000, 'abd'],
      [1500, 'abd']
    ])
  })

  it('stays if nobody can replace it and a smaller group survives no more', () => {
    expect(proposals({ voters: 'abc', gone: 'c', forMs: 3000 })).toEqual([])
    expect(proposals({ voters: 'abcde', gone: 'e', forMs: 3000 })).toEqual([])
    expect(proposals({ voters: 'abc', gone: 'c', behind: 'd', forMs: 3000 })).toEqual([])
  })

  it.each([
    ['abcde', 'de', 'abc'],
    ['abcd', 'd', 'abc'],
    ['abcdefg', 'fg', 'abcde'],
    ['abcdefg', 'g', undefined],
    ['abcdef', 'ef', 'abcde']
  ])('is left out of %s without %s where fewer survive more: %s', (voters, gone, next) => {
    const expected = next === undefined ? [] : [[1000, next]]
    expect(proposals({ voters, gone, forMs: 1200 })).toEqual(expected)
  })

  it('is never left out below the least number of voters', () => {
    expect(proposals({ voters: 'abcde', gone: 'de', forMs: 1200 }, { votersMin: 5 })).toEqual([])
  })

  it('counts as gone only without a break', () => {
    const churn = new Churn(options)
    for (let nowMs = 0; nowMs < 5000; nowMs += stepMs) {
      const gone = nowMs % 900 === 0 ? '' : 'c'
      const given = { voters: 'abc', gone, candidates: 'd', forMs: 0 }
      expect(churn.next(viewOf(given), nowMs)).toBeUndefined()
    }
  })

  it('counts anew when this replica leads again', () => {
    const churn = new Churn(options)
    const view = viewOf({ voters: 'abc', gone: 'c', candidates: 'd', forMs: 0 })
    for (let nowMs = 0; nowMs <= 900; nowMs += stepMs) churn.next(view, nowMs)
    churn.reset()
    expect(churn.next(view, 1000)).toBeUndefined()
  })
})

describe('a voter that lost its store', () => {
  it('is replaced by what it is now, as soon as that has caught up', () => {
    expect(proposals({ voters: 'abc', gone: 'c', candidates: 'C', forMs: 400 })).toEqual([
      [100, 'abC']
    ])
    expect(proposals({ voters: 'abc', gone: 'c', behind: 'C', forMs: 3000 })).toEqual([])
  })
})

describe('a group below its target', () => {
  it('grows by candidates that were there for a while, to an odd number', () => {
    expect(proposals({ voters: 'abc', candidates: 'd', forMs: 1000 })).toEqual([])
    expect(proposals({ voters: 'abc', candidates: 'def', forMs: 400 })).toEqual([[300, 'abcde']])
    expect(proposals({ voters: 'a', candidates: 'bc', forMs: 400 })).toEqual([[300, 'abc']])
    expect(proposals({ voters: 'a', candidates: 'b', forMs: 1000 })).toEqual([])
  })

  it('grows to an even target if it is asked to', () => {
    const given = { voters: 'abc', candidates: 'd', forMs: 400 }
    expect(proposals(given, { votersTarget: 4 })).toEqual([[300, 'abcd']])
  })

  it('does not grow beyond it', () => {
    expect(proposals({ voters: 'abcde', candidates: 'fgh', forMs: 3000 })).toEqual([])
  })
})

describe('options of churn', () => {
  it('have defaults, of which the target follows the founders', () => {
    expect(churnOptions({}, undefined).votersTarget).toBe(5)
    expect(churnOptions({}, 3).votersTarget).toBe(5)
    expect(churnOptions({}, 7).votersTarget).toBe(7)
  })

  it.each([{ votersTarget: 0 }, { votersMin: 1.5 }, { graceMs: -1 }, { evictAfterMs: Number.NaN }])(
    'are refused: %o',
    given => {
      expect(() => churnOptions(given, 3)).toThrowError(/must be a whole number/)
    }
  )
})
