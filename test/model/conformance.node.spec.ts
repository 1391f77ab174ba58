import { readdirSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { replay } from './replay.js'
import { readTrace } from './trace.js'

describe('x', () => {
  it.each(['tr','b_quorumOneShort','b_forgetsPromise','b_watermarkWithoutSync','b_catchUpWithoutPromise','b_partCountsAsWhole'])('replays %s', (d) => {
    let bad = 0
    let n = 0
    for (const f of readdirSync('/tmp/q/' + d)) {
      n++
      try { replay(readTrace(`/tmp/q/${d}/` + f)) } catch (e) { bad++; if (bad < 3) console.log(f, String(e)) }
    }
    console.log(d, bad, n)
    expect(bad).toBe(0)
  })
})
