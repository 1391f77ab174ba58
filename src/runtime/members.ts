import { type Boot, hasForgotten } from '../core/boot.js'
import type { MembershipMessage, WelcomeMessage } from '../core/join-messages.js'
import { StoreCorruptError } from '../errors.js'
import type { FrameSection } from '../wire/frame.js'
import { Admission, type Admit } from './admission.js'
import { Boots } from './boots.js'
import type { Clock, Transport } from './ports.js'
import { Postbox, type Sender } from './postbox.js'

export interface MembersInit {
  readonly clock: Clock
  readonly transport: Transport
  readonly admit: Admit | undefined
  /** Names the group to the transport. */
  readonly key: string
  /** What the own messages say of this replica. */
  readonly sender: Required<Sender>
  /** What is told to whoever is admitted; undefined until the group exists. */
  readonly welcome: () => WelcomeMessage | undefined
  /** Sends in the name of the group, once it exists. */
  readonly send: (to: string, message: MembershipMessage) => void
  /** A member does not serve this replica: others are preferred until it is forgiven. */
  readonly onRefused: (peerId: string) => void
  readonly onForgiven: (peerId: string) => void
  /** The application's `admit` threw. */
  readonly onAdmitError: (error: unknown) => void
  /** A member knows of a later opening of the own store: what was promised since is lost. */
  readonly onForgotten: (error: StoreCorruptError) => void
}

/** Milliseconds for which a member that refused is not asked again. */
const avoidMs = 10_000

/** Who is heard in one group, and by whom this replica is: what peers say of taking part, but for the configurations in the log. */
export class Members {
  readonly #init: MembersInit
  readonly #admission: Admission
  readonly #boots = new Boots()
  /** Members that refused to serve this replica, and how to stop waiting until they are asked again. */
  readonly #avoided = new Map<string, () => void>()

  constructor(init: MembersInit) {
    const { clock, admit, onAdmitError } = init
    this.#init = init
    this.#admission = new Admission({
      clock,
      admit,
      onError: onAdmitError,
      onDecided: ({ peerId, role }, admitted) => this.#tell(peerId, role === 'voter', admitted)
    })
  }

  /** Whether the application admitted a peer. */
  isAdmitted(peerId: string): boolean {
    return this.#admission.isAdmitted(peerId)
  }

  /** Whether what a peer sent is to be taken. `isMember` says whether it takes part, or did. */
  hears(peerId: string, section: FrameSection, isMember: boolean): boolean {
    if (!isMember) {
      if (this.#admission.isAdmitted(peerId, section.incarnation)) return true
      this.#admission.onStranger(peerId, section)
      return false
    }
    const known = this.#boots.forgotten(peerId, section)
    if (known === undefined) return true
    const { clock, transport, sender } = this.#init
    const message = { type: 'boot-refused', known } as const
    new Postbox(clock, transport, section.groupId, sender).send([{ to: peerId, message }])
    return false
  }

  onMessage(from: string, message: MembershipMessage, isMember: boolean): void {
    if (message.type === 'join') this.#tell(from, message.willing, true)
    else if (message.type === 'join-refused') this.#avoid(from)
    else if (message.type === 'boot-refused' && isMember) this.#onBootRefused(from, message.known)
  }

  stop(): void {
    for (const cancel of this.#avoided.values()) cancel()
  }

  #onBootRefused(by: string, known: Boot): void {
    // It may have been said of an earlier opening, and be late.
    if (!hasForgotten(this.#init.sender.boot, known)) return
    const text = `the store is behind what ${by} heard from it before: it is a copy, or in use twice`
    this.#init.onForgotten(new StoreCorruptError(text))
  }

  /** Tells somebody who asked whether it is admitted. */
  #tell(to: string, willing: boolean, admitted: boolean): void {
    const { welcome, send, transport, key } = this.#init
    const message = welcome()
    if (message === undefined) return
    send(to, admitted ? message : { type: 'join-refused' })
    if (admitted) transport.introduce(key, to, willing)
  }

  #avoid(peerId: string): void {
    const { clock, onRefused, onForgiven } = this.#init
    if (this.#avoided.has(peerId)) return
    onRefused(peerId)
    const forgive = (): void => {
      this.#avoided.delete(peerId)
      onForgiven(peerId)
    }
    this.#avoided.set(peerId, clock.setTimer(clock.nowMs() + avoidMs, forgive))
  }
}
