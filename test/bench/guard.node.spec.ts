import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { text } from 'node:stream/consumers'
import { describe, expect, it } from 'vitest'
import { judge, type Round } from '../../bench/guard-rule.js'

const round = (share: number, cost: number): Round => ({
  own: { perSecond: share, cpuUs: cost },
  bare: { perSecond: 1, cpuUs: 1 }
})

describe('guard', () => {
  it.each([
    ['the usual', 0.25, 3, true],
    ['a group that waits', 0.11, 3, false],
    ['a leader that works more', 0.25, 6.1, false]
  ])('judges %s', (_, share, cost, passed) => {
    expect(judge([round(share, cost)]).passed).toBe(passed)
  })

  it('does not mind a round that was disturbed', () => {
    const rounds = [round(0.25, 3), round(0.01, 30), round(0.27, 4)]
    expect(judge(rounds)).toEqual({ share: 0.25, cost: 4, passed: true })
  })

  it('is green as things are', async () => {
    expect(await runGuard()).toMatchObject({ code: 0 })
  })

  it('is red when the leader goes at half its speed', async () => {
    const { code, output } = await runGuard('--slow-leader')
    expect(code).toBe(1)
    // And not because it failed to measure.
    expect(output).toMatch(/for a bare message: [\d.]+, at most/)
  })
})

async function runGuard(...args: readonly string[]): Promise<{ code: unknown; output: string }> {
  const child = spawn(process.execPath, ['dist/bench/guard.js', ...args], {
    stdio: ['ignore', 'pipe', 'inherit']
  })
  const [output, [code]] = await Promise.all([text(child.stdout), once(child, 'exit')])
  return { code, output }
}
