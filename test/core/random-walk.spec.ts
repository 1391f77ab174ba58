import { describe, expect, it } from 'vitest'
import { walk } from '../support/core-nemesis.js'

const seedsPerTest = 25
const testCount = 16

/** Replays one seed: `SEED=42 npx vitest run test/core/random-walk.spec.ts`. */
const replayed = globalThis.process?.env['SEED']

/** Walks `seed`; if that fails, walks it again to show what led to it. */
function walkAndExplain(seed: number): number {
  try {
    return walk(seed).learnedSlotMax
  } catch (error) {
    const lines: string[] = []
    try {
      walk(seed, { trace: line => lines.push(line) })
    } catch {
      // The same failure again: only the lines before it were missing.
    }
    const trace = [lines[0], '...', ...lines.slice(-60)].join('\n')
    throw new Error(`SEED=${seed}: ${String(error)}\n${trace}`, { cause: error })
  }
}

describe('a group in a random walk of faults', () => {
  const seeds =
    replayed === undefined
      ? Array.from({ length: testCount }, (_, i) => i * seedsPerTest + 1)
      : [Number(replayed)]

  it.each(seeds)('keeps every promise, and finishes once all is healed (from seed %i)', first => {
    const count = replayed === undefined ? seedsPerTest : 1
    let learned = 0
    for (let seed = first; seed < first + count; seed += 1) learned += walkAndExplain(seed)
    if (replayed === undefined) expect(learned).toBeGreaterThan(1000)
  })

  /** Seeds that once broke a promise. */
  it.each([
    [8, 'a voter kept entries beyond the end of the adopted log of the same ballot'],
    [1079, 'a report without entries was counted as a promise with nothing to adopt']
  ])('keeps every promise where it was once broken (seed %i: %s)', seed => {
    expect(walkAndExplain(seed)).toBeGreaterThan(0)
  })

  it('goes the same way every time', () => {
    const traces = [0, 1].map(() => {
      const lines: string[] = []
      walk(7, { trace: line => lines.push(line) })
      return lines
    })
    expect(traces[0]).toEqual(traces[1])
  })
})
