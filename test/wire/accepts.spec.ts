import { describe, expect, it } from 'vitest'
import { decodeFrame, encodeFrame } from '../../src/wire/frame-codec.js'

describe('sections that are not accepted', () => {
  it('are left out without reading their messages', () => {
    const section = (fill: number) => ({
      groupId: new Uint8Array(32).fill(fill),
      incarnation: 1n,
      messages: [{ type: 'heartbeat', round: fill, news: false } as const]
    })
    const bytes = encodeFrame({ sections: [section(1), section(2)] })
    const asked: (number | undefined)[] = []
    const frame = decodeFrame(bytes, groupId => {
      asked.push(groupId[0])
      return groupId[0] === 2
    })
    expect(asked).toEqual([1, 2])
    expect(frame.sections).toEqual([section(2)])
  })
})
