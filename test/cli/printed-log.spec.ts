import { describe, expect, it } from 'vitest'
import { PrintedLog } from '../../src/cli/printed-log.js'
import type { Group, LogOptions } from '../../src/index.js'

describe('the printed log', () => {
  it('finds the last value before a slot without reading every slot by itself', async () => {
    const values = [2, 3000]
    let reads = 0
    const log = async function* ({ from = 1, to = Number.POSITIVE_INFINITY }: LogOptions) {
      reads += 1
      for (const slot of values) if (slot >= from && slot <= to) yield { slot, value: `${slot}` }
    }
    const printed = new PrintedLog({ log } as unknown as Group<string>, {
      report: () => undefined,
      drained: async () => undefined
    })
    let isReported = false
    const reported = printed.reported(5000).then(() => {
      isReported = true
    })
    await new Promise(setImmediate)
    expect(reads).toBeLessThan(20)
    expect(isReported).toBe(false)
    await printed.run()
    await reported
    const before = reads
    await printed.reported(100_000)
    await printed.reported(100_001)
    expect(reads - before).toBeLessThan(40)
    await printed.reported(100_001)
    expect(reads - before).toBeLessThan(40)
  })
})
