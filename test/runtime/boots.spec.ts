import { describe, expect, it } from 'vitest'
import { Boots } from '../../src/runtime/boots.js'
import type { FrameSection } from '../../src/wire/frame.js'

function says(count: number, nonce: number, incarnation = 1n): FrameSection {
  return { groupId: new Uint8Array(32), incarnation, boot: { count, nonce }, messages: [] }
}

describe('the openings of stores that were heard of', () => {
  it('are taken as they come, each as often as it is said', () => {
    const boots = new Boots()
    for (const section of [says(1, 5), says(1, 5), says(2, 9), says(7, 3), says(7, 3)]) {
      expect(boots.forgotten('a', section)).toBeUndefined()
    }
  })

  it('are not taken once a later one was heard of: the one that was forgotten is told', () => {
    const boots = new Boots()
    boots.forgotten('a', says(3, 5))
    expect(boots.forgotten('a', says(2, 9))).toEqual({ count: 3, nonce: 5 })
    expect(boots.forgotten('a', says(3, 5))).toBeUndefined()
  })

  it('are not taken of a copy that was opened as often', () => {
    const boots = new Boots()
    boots.forgotten('a', says(3, 5))
    expect(boots.forgotten('a', says(3, 6))).toEqual({ count: 3, nonce: 5 })
    expect(boots.forgotten('a', says(3, 5))).toBeUndefined()
  })

  it('are those of one peer, in one life', () => {
    const boots = new Boots()
    boots.forgotten('a', says(3, 5))
    expect(boots.forgotten('b', says(1, 5))).toBeUndefined()
    expect(boots.forgotten('a', says(1, 7, 2n))).toBeUndefined()
    expect(boots.forgotten('a', says(1, 8, 2n))).toEqual({ count: 1, nonce: 7 })
  })

  it('are not known of whoever has no store', () => {
    const boots = new Boots()
    boots.forgotten('a', says(3, 5))
    const section = { groupId: new Uint8Array(32), incarnation: 1n, messages: [] }
    expect(boots.forgotten('a', section)).toBeUndefined()
  })
})
