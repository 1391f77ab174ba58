import type { Connection, Stream } from '@libp2p/interface'
import { describe, expect, it } from 'vitest'
import { transportCounters } from '../../src/libp2p/metrics.js'
import { type OutboundContext, OutboundLink } from '../../src/libp2p/outbound.js'

/** A link, and a stream that opens when the test says so. */
function linkOf(): {
  readonly link: OutboundLink
  readonly opening: PromiseWithResolvers<Stream>
  readonly stream: Stream
  readonly events: string[]
} {
  const events: string[] = []
  const opening = Promise.withResolvers<Stream>()
  const stream = {
    status: 'open',
    writableNeedsDrain: false,
    writeBufferLength: 0,
    addEventListener: () => undefined,
    send: (data: { readonly byteLength: number }) => events.push(`sent ${data.byteLength}`),
    close: async () => {
      events.push('closed')
    },
    abort: () => events.push('aborted')
  }
  const link = new OutboundLink({
    protocol: '/paxos/1.0.0',
    options: { sendQueueBytesMax: 1000, openTimeoutMs: 1000, maxOutboundStreams: 2 },
    counters: transportCounters(),
    log: () => undefined,
    onUnsupported: () => undefined
  } as unknown as OutboundContext)
  link.addConnection({
    id: '1',
    status: 'open',
    newStream: () => opening.promise
  } as unknown as Connection)
  return { link, opening, stream: stream as unknown as Stream, events }
}

describe('a link that is closed while its stream opens', () => {
  it('hands over what waits, and then closes the stream', async () => {
    const { link, opening, stream, events } = linkOf()
    link.send(new Uint8Array(9))
    const closed = link.close()
    opening.resolve(stream)
    await closed
    expect(events).toEqual(['sent 10', 'closed'])
  })

  it('does not wait for ever', async () => {
    const { link, events } = linkOf()
    link.send(new Uint8Array(9))
    await link.close()
    expect(events).toEqual([])
  })

  it('ends when the stream cannot be opened', async () => {
    const { link, opening, events } = linkOf()
    link.send(new Uint8Array(9))
    const closed = link.close()
    opening.reject(new Error('refused'))
    await closed
    expect(events).toEqual([])
  })

  it('does not wait if there is nothing to send', async () => {
    const { link, opening, stream, events } = linkOf()
    await link.close()
    opening.resolve(stream)
    await opening.promise
    expect(events).not.toContain('closed')
  })
})
