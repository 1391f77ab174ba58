import { equals } from 'uint8arrays/equals'
import type { Configuration } from '../core/configuration.js'
import type { Founding } from '../core/founding.js'
import { JoinRefusedError } from '../errors.js'
import type { FrameSection } from '../wire/frame.js'
import { groupId, meetingId, toHex } from './group-id.js'
import type { Clock, Transport } from './ports.js'
import { Postbox } from './postbox.js'

/** What a group was made of, as a member told it. */
export interface Welcome {
  readonly founding: Founding
  readonly configuration: Configuration
}

export interface JoiningInit {
  readonly groupId: Uint8Array
  /** Members to ask. */
  readonly contacts: readonly string[]
  readonly incarnation: bigint
  readonly willing: boolean
  readonly clock: Clock
  readonly transport: Transport
}

/** Milliseconds between two requests to a member that does not answer. */
const askIntervalMs = 500

/**
 * Asks members of a group to be admitted, until one of them agrees or all of them refuse.
 *
 * Whoever answers has to know what the group id was made of, so that nobody can lead the joiner into another group.
 */
export class Joining {
  readonly #init: JoiningInit
  readonly #postbox: Postbox
  readonly #done = Promise.withResolvers<Welcome>()
  readonly #refusedBy = new Set<string>()
  #cancelTimer: (() => void) | undefined
  #ended = false

  constructor(init: JoiningInit) {
    const { clock, transport, groupId, incarnation } = init
    this.#init = init
    this.#postbox = new Postbox(clock, transport, groupId, { incarnation })
  }

  /**
   * Resolves with what the group was made of.
   *
   * @throws JoinRefusedError if every member that was named refuses; the signal's reason if it is aborted.
   */
  async run(signal: AbortSignal | undefined): Promise<Welcome> {
    const { transport } = this.#init
    const onAbort = (): void => this.#done.reject(signal?.reason)
    signal?.throwIfAborted()
    signal?.addEventListener('abort', onAbort, { once: true })
    transport.keepConnected(this.#key, this.#init.contacts)
    this.#ask()
    try {
      return await this.#done.promise
    } finally {
      signal?.removeEventListener('abort', onAbort)
      this.stop(new Error('the request to join ended'))
      transport.keepConnected(this.#key, [])
    }
  }

  /** Gives up for `reason`. */
  stop(reason: unknown): void {
    this.#ended = true
    this.#cancelTimer?.()
    this.#postbox.close()
    this.#done.reject(reason)
  }

  isContact(peerId: string): boolean {
    return this.#init.contacts.includes(peerId)
  }

  onConnectivity(peerId: string, connected: boolean): void {
    if (connected && this.isContact(peerId)) this.#askOne(peerId)
  }

  onSection(from: string, { messages }: FrameSection): void {
    if (!this.isContact(from)) return
    for (const message of messages) {
      if (message.type === 'welcome' && this.#isOfGroup(message)) this.#done.resolve(message)
      if (message.type === 'join-refused') this.#onRefused(from)
    }
  }

  get #key(): string {
    return `join ${toHex(this.#init.groupId)}`
  }

  #ask(): void {
    const { clock, contacts } = this.#init
    if (this.#ended) return
    for (const peerId of contacts) if (!this.#refusedBy.has(peerId)) this.#askOne(peerId)
    this.#cancelTimer = clock.setTimer(clock.nowMs() + askIntervalMs, () => this.#ask())
  }

  #askOne(peerId: string): void {
    const { transport, willing } = this.#init
    if (this.#ended || !transport.isConnected(peerId)) return
    this.#postbox.send([{ to: peerId, message: { type: 'join', willing } }])
  }

  #onRefused(from: string): void {
    this.#refusedBy.add(from)
    if (this.#refusedBy.size < this.#init.contacts.length) return
    const message =
      'no member that the invite names admits this peer, or none of them knows a group of this id'
    this.#done.reject(new JoinRefusedError(message, { peerIds: [...this.#refusedBy] }))
  }

  #isOfGroup({ founding, configuration }: Welcome): boolean {
    return equals(groupId(meetingId(founding), configuration), this.#init.groupId)
  }
}
