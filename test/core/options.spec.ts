import { describe, expect, it } from 'vitest'
import { coreDefaults, coreOptions, electionTimeoutMs } from '../../src/core/options.js'

describe('core options', () => {
  it('fills in the defaults', () => {
    expect(coreOptions({})).toEqual(coreDefaults)
    expect(coreOptions({ priority: 3 })).toEqual({ ...coreDefaults, priority: 3 })
  })

  it.each([
    ['heartbeatIntervalMs', 5, 60_000],
    ['missedHeartbeatsMax', 2, 1000],
    ['priority', 0, 255],
    ['quorumLostAfterMs', 0, 2 ** 31]
  ])('takes %s from %i to %i and nothing else', (name, min, max) => {
    expect(() => coreOptions({ [name]: min })).not.toThrow()
    expect(() => coreOptions({ [name]: max })).not.toThrow()
    for (const bad of [min - 1, max + 1, min + 0.5, Number.NaN]) {
      expect(() => coreOptions({ [name]: bad })).toThrow(
        expect.objectContaining({ name: 'InvalidOptionsError' })
      )
    }
  })

  it('calls a peer unreachable after all missed heartbeats', () => {
    expect(
      electionTimeoutMs(coreOptions({ heartbeatIntervalMs: 20, missedHeartbeatsMax: 4 }))
    ).toBe(80)
  })
})
