import { describe, expect, it } from 'vitest'
import { transportOptions } from '../../src/libp2p/components.js'

describe('transport options', () => {
  it.each([
    { protocolPrefix: 'no-slash' },
    { protocolPrefix: '/ends-in-one/' },
    { maxInboundStreams: 1 },
    { maxOutboundStreams: 2.5 },
    { sendQueueBytesMax: -1 },
    { openTimeoutMs: 0 },
    { redialIntervalMinMs: Number.NaN },
    { redialIntervalMinMs: 200, redialIntervalMaxMs: 100 },
    { dialTimeoutMs: Number.POSITIVE_INFINITY },
    { discoveredPeersMax: -1 },
    { onMessage: 'console.log' as unknown as () => void }
  ])('refuses %o', init => {
    expect(() => transportOptions(init)).toThrow(
      expect.objectContaining({ name: 'InvalidOptionsError' })
    )
  })

  it('keeps what is given and fills in the rest', () => {
    expect(transportOptions({ protocolPrefix: '/a/b', dialDiscovered: false })).toMatchObject({
      protocolPrefix: '/a/b',
      dialDiscovered: false,
      redialIntervalMinMs: 100,
      redialIntervalMaxMs: 5_000
    })
  })
})
