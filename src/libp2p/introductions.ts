import type { Logger, PeerStore } from '@libp2p/interface'
import { peerIdFromString } from '@libp2p/peer-id'
import type { PeerRecord } from '../wire/frame.js'
import { peerRecordBytesMax } from '../wire/limits.js'

/** What {@link Introductions} shares with the transport. */
export interface IntroductionsContext {
  readonly peerStore: PeerStore
  readonly log: Logger
  /** The other members of the groups that a peer is a member of, as far as this peer is one too. */
  readonly fellowsOf: (peerId: string) => ReadonlySet<string>
  readonly isConnected: (peerId: string) => boolean
  readonly send: (peerId: string, records: readonly PeerRecord[]) => void
}

/**
 * Makes members of a group known to each other, so that one address of any member is enough to find them all: when a member
 * connects, it is told where the other connected members are, and they are told where it is.
 *
 * Addresses travel as their owner signed them, and are taken only from a member, about a member of the same group.
 */
export class Introductions {
  readonly #context: IntroductionsContext

  constructor(context: IntroductionsContext) {
    this.#context = context
  }

  /** A peer that speaks the protocol is connected. */
  onConnected(peerId: string): void {
    const { fellowsOf, isConnected, log } = this.#context
    const fellows = [...fellowsOf(peerId)].filter(isConnected)
    if (fellows.length === 0) return
    this.#introduce(peerId, fellows).catch((error: unknown) =>
      log('could not introduce %s: %e', peerId, error)
    )
  }

  /** A peer says where others are. */
  onRecords(from: string, records: readonly PeerRecord[]): void {
    const { fellowsOf, log } = this.#context
    const fellows = fellowsOf(from)
    for (const record of records) {
      if (!fellows.has(record.peerId)) continue
      this.#take(record).catch((error: unknown) =>
        log('refused the addresses of %s from %s: %e', record.peerId, from, error)
      )
    }
  }

  async #introduce(peerId: string, fellows: readonly string[]): Promise<void> {
    const { send } = this.#context
    const [newcomer, ...others] = await Promise.all([peerId, ...fellows].map(id => this.#find(id)))
    const known = others.filter(record => record !== undefined)
    if (known.length > 0) send(peerId, known)
    if (newcomer !== undefined) for (const fellow of fellows) send(fellow, [newcomer])
  }

  async #find(peerId: string): Promise<PeerRecord | undefined> {
    const peer = await this.#context.peerStore.get(peerIdFromString(peerId))
    const envelope = peer.peerRecordEnvelope
    if (envelope === undefined || envelope.length > peerRecordBytesMax) return undefined
    return { peerId, envelope }
  }

  async #take({ peerId, envelope }: PeerRecord): Promise<void> {
    await this.#context.peerStore.consumePeerRecord(envelope, {
      expectedPeer: peerIdFromString(peerId)
    })
  }
}
