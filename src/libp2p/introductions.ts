import type { Logger, PeerStore } from '@libp2p/interface'
import { peerIdFromString } from '@libp2p/peer-id'
import { equals } from 'uint8arrays/equals'
import type { PeerRecord } from '../wire/frame.js'
import { peerRecordBytesMax } from '../wire/limits.js'

/** What {@link Introductions} shares with the transport. */
export interface IntroductionsContext {
  readonly peerStore: PeerStore
  readonly log: Logger
  /** Whether a peer is a member of a group of this peer. */
  readonly isMember: (peerId: string) => boolean
  /** The other members of the groups that a peer is a member of, as far as this peer is one too. */
  readonly fellowsOf: (peerId: string) => ReadonlySet<string>
  /** The members of the group that is known by `key`. */
  readonly membersOf: (key: string) => ReadonlySet<string>
  readonly isConnected: (peerId: string) => boolean
  readonly send: (peerId: string, records: readonly PeerRecord[]) => void
}

/** A peer is told the same again after this: it may not have known before that it hears it from a member. */
const toldAgainMs = 5_000

interface Told {
  readonly envelope: Uint8Array
  readonly atMs: number
}

/**
 * Makes members of a group known to each other, so that one address of any member is enough to find them all: when a member
 * connects, it is told where the other connected members are, and they are told where it is.
 *
 * Guests, who only learn, are told of the members, now and when these change; of those that may become members, these are told, too. Addresses travel as
 * their owner signed them, and are taken only from a member.
 */
export class Introductions {
  readonly #context: IntroductionsContext
  /** Connected guests by the key of their group, and whether they are introduced in turn. */
  readonly #guests = new Map<string, Map<string, boolean>>()
  /** What each connected peer was told last of each other one, and when: nobody is told the same for every group. */
  readonly #told = new Map<string, Map<string, Told>>()

  constructor(context: IntroductionsContext) {
    this.#context = context
  }

  /** A peer that speaks the protocol is connected. */
  onConnected(peerId: string): void {
    const { fellowsOf, isConnected } = this.#context
    this.#introduceTo(peerId, [...fellowsOf(peerId)].filter(isConnected))
  }

  /** `peerId` is a guest of the group that is known by `key`, until it disconnects. */
  welcome(key: string, peerId: string, mutually: boolean): void {
    const guests = this.#guests.get(key) ?? new Map()
    this.#guests.set(key, guests.set(peerId, mutually))
    this.#tell(key, [peerId])
    if (mutually) this.#introduceTo(peerId, this.#fellowsUnder(key, peerId))
  }

  /** The members of the group that is known by `key` changed. */
  onMembers(key: string): void {
    const { membersOf, isConnected } = this.#context
    const members = membersOf(key)
    if (members.size === 0) {
      this.#guests.delete(key)
      return
    }
    for (const peerId of [...members].filter(isConnected)) {
      this.#introduceTo(peerId, this.#fellowsUnder(key, peerId))
    }
    this.#tell(key, [...(this.#guests.get(key)?.keys() ?? [])])
  }

  onDisconnected(peerId: string): void {
    for (const guests of this.#guests.values()) guests.delete(peerId)
    this.#told.delete(peerId)
    for (const told of this.#told.values()) told.delete(peerId)
  }

  /** A peer says where others are. */
  onRecords(from: string, records: readonly PeerRecord[]): void {
    const { isMember, log } = this.#context
    if (!isMember(from)) return
    for (const record of records) {
      this.#take(record).catch((error: unknown) =>
        log('refused the addresses of %s from %s: %e', record.peerId, from, error)
      )
    }
  }

  /** Connected members of a group, and guests of it that may become members. */
  #fellowsUnder(key: string, peerId: string): string[] {
    const { membersOf, isConnected } = this.#context
    const fellows = new Set(membersOf(key))
    for (const [guest, mutually] of this.#guests.get(key) ?? []) if (mutually) fellows.add(guest)
    fellows.delete(peerId)
    return [...fellows].filter(isConnected)
  }

  #introduceTo(peerId: string, fellows: readonly string[]): void {
    if (fellows.length === 0) return
    this.#introduce(peerId, fellows).catch((error: unknown) =>
      this.#context.log('could not introduce %s: %e', peerId, error)
    )
  }

  /** Tells guests where the members are, as far as this peer is connected to them. */
  #tell(key: string, guests: readonly string[]): void {
    const { membersOf, isConnected, log } = this.#context
    if (guests.length === 0) return
    const members = [...membersOf(key)].filter(isConnected)
    Promise.all(members.map(id => this.#find(id))).then(
      records => {
        for (const guest of guests) this.#send(guest, records)
      },
      (error: unknown) => log('could not introduce members: %e', error)
    )
  }

  async #introduce(peerId: string, fellows: readonly string[]): Promise<void> {
    const [newcomer, ...others] = await Promise.all([peerId, ...fellows].map(id => this.#find(id)))
    this.#send(peerId, others)
    for (const fellow of fellows) this.#send(fellow, [newcomer])
  }

  /** Sends those of the records that are news to a peer. */
  #send(to: string, records: readonly (PeerRecord | undefined)[]): void {
    const { isConnected, send } = this.#context
    if (!isConnected(to)) return
    const told = this.#told.get(to) ?? new Map<string, Told>()
    const atMs = performance.now()
    this.#told.set(to, told)
    const news: PeerRecord[] = []
    for (const record of records) {
      if (record === undefined) continue
      const { peerId, envelope } = record
      const last = told.get(peerId)
      const isRecent = last !== undefined && atMs - last.atMs < toldAgainMs
      if (isRecent && equals(last.envelope, envelope)) continue
      told.set(peerId, { envelope, atMs })
      news.push(record)
    }
    if (news.length > 0) send(to, news)
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
