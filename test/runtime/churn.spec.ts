import { describe, expect, it } from 'vitest'
import { majorityQuorum, type QuorumRule, type ReplicaId } from '../../src/core/configuration.js'
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
  /** Voters that do not answer the leader, besides. */
  readonly silent?: string
  /** Learners that would vote, all of them caught up but those in `behind`. */
  readonly candidates?: string
  readonly behind?: string
  readonly quorum?: QuorumRule
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

function viewOf({
  voters,
  gone = '',
  silent = '',
  candidates = '',
  behind = '',
  quorum
}: Given): ChurnView {
  const report = (slot: number) => (replica: ReplicaId) => ({ ...replica, chosenSlotMax: slot })
  return {
    configuration: {
      epoch: 7,
      voters: replicas(voters),
      quorum: quorum ?? majorityQuorum(voters.length)
    },
    silent: replicas(gone + silent),
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
    ['abcdef', 'ef', 'abcdf']
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

  it('counts as gone since before this replica led', () => {
    const churn = new Churn(options)
    const view = viewOf({ voters: 'abc', gone: 'c', candidates: 'd', forMs: 0 })
    for (let nowMs = 0; nowMs <= 900; nowMs += stepMs) churn.watch(view, nowMs)
    expect(lettersOf(churn.next(view, 1000)?.voters ?? [])).toBe('abd')
  })

  it('is replaced before others that have been gone for less', () => {
    const churn = new Churn(options)
    const given = { voters: 'abcde', gone: 'd', forMs: 0 }
    churn.watch(viewOf(given), 0)
    const both = { ...given, gone: 'de', candidates: 'f' }
    for (let nowMs = 100; nowMs <= 1900; nowMs += stepMs) churn.watch(viewOf(both), nowMs)
    expect(lettersOf(churn.next(viewOf(both), 2000)?.voters ?? [])).toBe('abcef')
  })

  it('is left out before others that have been gone for less', () => {
    const churn = new Churn(options)
    const given = { voters: 'abcdefg', gone: 'fg', forMs: 0 }
    churn.watch(viewOf(given), 0)
    const all = { ...given, gone: 'efg' }
    for (let nowMs = 100; nowMs <= 1900; nowMs += stepMs) churn.watch(viewOf(all), nowMs)
    expect(lettersOf(churn.next(viewOf(all), 2000)?.voters ?? [])).toBe('abcde')
  })
})

describe('changes', () => {
  it('follow one another at an interval, also once the last one is over', () => {
    const churn = new Churn({ ...options, changeIntervalMs: 5000 })
    const given = { voters: 'abcde', gone: 'e', candidates: 'fg', forMs: 0 }
    for (let nowMs = 0; nowMs < 1000; nowMs += stepMs) churn.watch(viewOf(given), nowMs)
    expect(churn.next(viewOf(given), 1000)).toBeDefined()
    const view = viewOf({ ...given, voters: 'abcdf', gone: 'd', candidates: 'eg' })
    const after = { ...view, configuration: { ...view.configuration, epoch: 8 } }
    for (let nowMs = 1100; nowMs < 6000; nowMs += stepMs) {
      expect(churn.next(after, nowMs)).toBeUndefined()
    }
    expect(churn.next(after, 6000)).toBeDefined()
  })
})

describe('a voter that is gone, and the group can spare no other', () => {
  const urgent = { evictUrgentAfterMs: 300 }

  it.each([
    ['abc', 'c', 'd', 'abd'],
    ['abcde', 'ce', 'fg', 'abdfg'],
    ['abcde', 'ce', 'f', 'abdef']
  ])('is replaced sooner: of %s without %s, by %s', (voters, gone, candidates, next) => {
    const given = { voters, gone, candidates, forMs: 400 }
    expect(proposals(given, urgent)).toEqual([[300, next]])
    expect(proposals(given)).toEqual([])
  })

  it('is no hurry while one more failure stops nothing', () => {
    const given = { voters: 'abcde', gone: 'e', candidates: 'f', forMs: 900 }
    expect(proposals(given, urgent)).toEqual([])
    expect(proposals({ ...given, silent: 'd' }, urgent)[0]).toEqual([300, 'abcdf'])
    expect(proposals({ ...given, quorum: { prepare: 4, accept: 2 } }, urgent)).toHaveLength(2)
  })

  it('is not left out sooner', () => {
    expect(proposals({ voters: 'abcde', gone: 'de', forMs: 900 }, urgent)).toEqual([])
  })

  it('does not wait for the next change to be due, but for the last one to be over', () => {
    const churn = new Churn({ ...options, ...urgent })
    const given = { voters: 'abcde', gone: 'de', candidates: 'fg', forMs: 0 }
    for (let nowMs = 0; nowMs < 300; nowMs += stepMs) churn.watch(viewOf(given), nowMs)
    expect(churn.next(viewOf(given), 300)).toBeDefined()
    expect(churn.next(viewOf(given), 400)).toBeUndefined()
    const view = viewOf({ ...given, candidates: 'hi' })
    for (let nowMs = 400; nowMs < 700; nowMs += stepMs) churn.watch(view, nowMs)
    const configuration = { ...view.configuration, epoch: 8 }
    expect(churn.next({ ...view, configuration }, 700)).toBeDefined()
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

describe('a candidate', () => {
  it('has caught up with what was chosen as long ago as its reports may be old', () => {
    const proposedBy = (lag: number): boolean => {
      const churn = new Churn({ ...options, graceMs: 0 })
      const seen = [0, 1, 2, 3, 4, 5].map(round => {
        const view = viewOf({ voters: 'a', candidates: 'bc', forMs: 0 })
        const candidates = view.candidates.map(each => ({ ...each, chosenSlotMax: round - lag }))
        return churn.next({ ...view, candidates, chosenSlotMax: round }, round * stepMs)
      })
      return seen.some(next => next !== undefined)
    }
    expect(proposedBy(3)).toBe(true)
    expect(proposedBy(4)).toBe(false)
  })

  it('is known on while it finds another member to learn from', () => {
    const churn = new Churn(options)
    const given = { voters: 'abc', candidates: 'de', forMs: 0 }
    churn.watch(viewOf(given), 0)
    churn.watch(viewOf({ ...given, candidates: '' }), 100)
    expect(churn.next(viewOf(given), 300)).toBeDefined()
  })

  it('that was away for longer than it has to be there begins anew', () => {
    const churn = new Churn(options)
    const given = { voters: 'abc', candidates: 'de', forMs: 0 }
    churn.watch(viewOf(given), 0)
    for (let nowMs = 100; nowMs <= 400; nowMs += stepMs) {
      churn.watch(viewOf({ ...given, candidates: '' }), nowMs)
    }
    expect(churn.next(viewOf(given), 500)).toBeUndefined()
  })

  it('is preferred that has been there for longer', () => {
    const churn = new Churn({ ...options, votersTarget: 3 })
    const given = { voters: 'abc', gone: 'c', candidates: 'f', forMs: 0 }
    churn.watch(viewOf(given), 0)
    for (let nowMs = 100; nowMs < 1000; nowMs += stepMs) {
      churn.watch(viewOf({ ...given, candidates: 'def' }), nowMs)
    }
    const next = churn.next(viewOf({ ...given, candidates: 'def' }), 1000)
    expect(lettersOf(next?.voters ?? [])).toBe('abf')
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

  it('hurry no less than they wait', () => {
    expect(churnOptions({}, 3).evictUrgentAfterMs).toBe(5000)
    expect(churnOptions({ evictAfterMs: 700 }, 3).evictUrgentAfterMs).toBe(700)
  })

  it.each([{ votersTarget: 0 }, { votersMin: 1.5 }, { graceMs: -1 }, { evictAfterMs: Number.NaN }])(
    'are refused: %o',
    given => {
      expect(() => churnOptions(given, 3)).toThrowError(/must be a whole number/)
    }
  )
})
