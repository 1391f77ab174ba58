import type { Role } from '../core/options.js'
import type { AnyMessage, FrameSection } from '../wire/frame.js'
import type { Clock } from './ports.js'

/** Somebody who wants to take part in a group. */
export interface JoinRequest {
  /** The peer's PeerId in its string form, authenticated by the connection. */
  readonly peerId: string
  /** Which life of the peer asks: another one than before if it lost its store. */
  readonly incarnation: bigint
  /** What it wants to be: a learner, or a learner that would vote, too. */
  readonly role: Role
}

/** Decides who is admitted. Without one nobody is; what it throws is logged, and a refusal. */
export type Admit = (request: JoinRequest) => boolean | Promise<boolean>

export interface AdmissionInit {
  readonly clock: Clock
  /** Undefined for nobody. */
  readonly admit: Admit | undefined
  /** `admit` threw. */
  readonly onError: (error: unknown) => void
  /** The owner decided; it is not asked again about the same life of a peer for a while. */
  readonly onDecided: (request: JoinRequest, admitted: boolean) => void
}

/** Milliseconds for which a refusal holds. */
const refusalMs = 5_000

/** Decisions that are remembered; the oldest are forgotten first, and asked for again. */
const decisionsMax = 1_024

interface Decision {
  readonly incarnation: bigint
  /** Undefined while the owner is being asked. */
  admitted: boolean | undefined
  untilMs: number
}

/** Who may learn from this replica without ever having been a voter: the application says so, each time that somebody new asks. */
export class Admission {
  readonly #init: AdmissionInit
  readonly #decisions = new Map<string, Decision>()

  constructor(init: AdmissionInit) {
    this.#init = init
  }

  /** Whether a peer is admitted, in this life if one is given. */
  isAdmitted(peerId: string, incarnation?: bigint): boolean {
    const decision = this.#decisions.get(peerId)
    if (decision?.admitted !== true) return false
    return incarnation === undefined || decision.incarnation === incarnation
  }

  /** Takes what somebody sent who is not admitted: if that asks for it, the owner is asked, or its answer told again. */
  onStranger(peerId: string, { incarnation, messages }: FrameSection): void {
    const role = askedRole(messages)
    if (role === undefined) return
    const request = { peerId, incarnation, role }
    const { clock, admit, onDecided } = this.#init
    const known = this.#decisions.get(peerId)
    if (known?.incarnation === incarnation && clock.nowMs() < known.untilMs) {
      if (known.admitted !== undefined) onDecided(request, known.admitted)
      return
    }
    if (admit === undefined) {
      onDecided(request, false)
      return
    }
    const decision: Decision = {
      incarnation,
      admitted: undefined,
      untilMs: Number.POSITIVE_INFINITY
    }
    this.#remember(peerId, decision)
    void this.#decide(admit, request).then(admitted => {
      decision.admitted = admitted
      if (!admitted) decision.untilMs = clock.nowMs() + refusalMs
      if (this.#decisions.get(peerId) === decision) onDecided(request, admitted)
    })
  }

  async #decide(admit: Admit, request: JoinRequest): Promise<boolean> {
    try {
      return (await admit(request)) === true
    } catch (error) {
      this.#init.onError(error)
      return false
    }
  }

  #remember(peerId: string, decision: Decision): void {
    this.#decisions.delete(peerId)
    this.#decisions.set(peerId, decision)
    const [oldest] = this.#decisions.keys()
    if (this.#decisions.size > decisionsMax && oldest !== undefined) this.#decisions.delete(oldest)
  }
}

/** What somebody asks to be; undefined if nothing in `messages` asks. */
function askedRole(messages: readonly AnyMessage[]): Role | undefined {
  for (const message of messages) {
    if (message.type === 'join' || message.type === 'learn') {
      return message.willing ? 'voter' : 'learner'
    }
  }
  return undefined
}
