import type { Libp2p, Stream } from '@libp2p/interface'
import type { TransportInit } from '../../src/libp2p/components.js'
import { Libp2pTransport } from '../../src/libp2p/transport.js'
import type { TransportHandler } from '../../src/runtime/ports.js'
import type { Frame } from '../../src/wire/frame.js'
import { createNode, type NodeOptions } from '../support/libp2p-node.js'

/** Records what a transport delivers, and lets tests wait for it. */
export class Recorder implements TransportHandler {
  readonly frames: { readonly peerId: string; readonly frame: Frame }[] = []
  /** Every change, such as `+12D3...` and `-12D3...`. */
  readonly changes: string[] = []
  readonly #waiters = new Set<() => void>()

  accepts(): boolean {
    return true
  }

  onFrame(peerId: string, frame: Frame): void {
    this.frames.push({ peerId, frame })
    this.#wake()
  }

  onConnectivity(peerId: string, connected: boolean): void {
    this.changes.push(`${connected ? '+' : '-'}${peerId}`)
    this.#wake()
  }

  /** Sequence numbers of the frames of {@link valueFrame} that came from `peerId`. */
  sequences(peerId: string): number[] {
    return this.frames
      .filter(frame => frame.peerId === peerId)
      .map(({ frame }) => sequenceOf(frame))
  }

  /** Resolves once `holds` is true after something was delivered; fails after `deadlineMs`. */
  until(what: string, holds: () => boolean, deadlineMs = 10_000): Promise<void> {
    return new Promise((resolve, reject) => {
      const finish = (): void => {
        if (!holds()) return
        clearTimeout(timer)
        this.#waiters.delete(finish)
        resolve()
      }
      const timer = setTimeout(() => {
        this.#waiters.delete(finish)
        reject(new Error(`within ${deadlineMs} ms this did not come true: ${what}`))
      }, deadlineMs)
      this.#waiters.add(finish)
      finish()
    })
  }

  #wake(): void {
    for (const waiter of [...this.#waiters]) waiter()
  }
}

/** A node with a transport, and what that delivered. */
export interface TransportPeer {
  readonly node: Libp2p<{ transport: Libp2pTransport }>
  readonly transport: Libp2pTransport
  readonly recorder: Recorder
  readonly id: string
}

/** Starts a node whose only service besides identify is a transport. */
export async function createTransportPeer(
  init: TransportInit = {},
  options: Omit<NodeOptions<{ transport: Libp2pTransport }>, 'services'> = {}
): Promise<TransportPeer> {
  const recorder = new Recorder()
  const node = await createNode<{ transport: Libp2pTransport }>({
    ...options,
    services: {
      transport: components => {
        const transport = new Libp2pTransport(components, init)
        transport.attach(recorder)
        return transport
      }
    }
  })
  return { node, transport: node.services.transport, recorder, id: node.peerId.toString() }
}

/** Resolves once both peers say that they are connected to each other. */
export async function connected(a: TransportPeer, b: TransportPeer): Promise<void> {
  for (const [from, to] of [
    [a, b],
    [b, a]
  ] as const) {
    await from.recorder.until(`${from.id} is connected to ${to.id}`, () =>
      from.transport.isConnected(to.id)
    )
  }
}

/** A frame that carries `sequence` and one value for each of `sizes`, in bytes. */
export function valueFrame(sequence: number, ...sizes: readonly number[]): Frame {
  return {
    sections: [
      {
        groupId: new Uint8Array(32).fill(7),
        incarnation: 1n,
        messages: [
          {
            type: 'propose',
            origin: '12D3KooWSahP5pFRCEfaziPEba7urXGeif6T1y8jmodzdFUvzBHj',
            via: [],
            proposals: (sizes.length === 0 ? [16] : sizes).map((bytes, index) => ({
              type: 'value',
              session: 1,
              sequence: sequence + index + 1,
              value: new Uint8Array(bytes).fill(sequence % 256)
            }))
          }
        ]
      }
    ]
  }
}

/** The number that {@link valueFrame} was called with. */
export function sequenceOf(frame: Frame): number {
  const message = frame.sections[0]?.messages[0]
  if (message?.type !== 'propose') throw new Error('not a frame of valueFrame')
  const proposal = message.proposals[0]
  if (proposal?.type !== 'value') throw new Error('not a frame of valueFrame')
  return proposal.sequence - 1
}

/** Resolves once the stream has ended, for whatever reason; fails after 4 s. */
export async function streamEnd(stream: Stream): Promise<void> {
  if (stream.status !== 'open') return
  await new Promise<void>((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error('the stream did not end in time')), 4_000)
    stream.addEventListener('close', () => {
      clearTimeout(timer)
      resolve()
    })
  })
}
