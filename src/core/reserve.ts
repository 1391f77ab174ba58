import type { Context } from './context.js'
import type { ConnectivityInput } from './effects.js'
import type { Neighbours } from './neighbours.js'
import { electionTimeoutMs } from './options.js'

/** Election timeouts for which a replica in reserve leaves it to others to campaign. */
const patienceTimeouts = 2

/**
 * Whether a replica is in reserve, and what it leaves to others then: it leads only where nobody else can. One is in reserve whose owner
 * says so, or that reaches other voters by way of third peers only. Like all of the election, this serves liveness only.
 */
export class Reserve {
  readonly #context: Context
  readonly #neighbours: Neighbours
  #ableSinceMs: number | undefined
  #askedAtMs = Number.NEGATIVE_INFINITY

  constructor(context: Context, neighbours: Neighbours) {
    this.#context = context
    this.#neighbours = neighbours
  }

  /** Whether this replica is in reserve. */
  get isIn(): boolean {
    const { isHeldBack, others, connected, relayed } = this.#context
    const reached = others.filter(peerId => connected.has(peerId))
    return isHeldBack || (reached.length > 0 && reached.every(peerId => relayed.has(peerId)))
  }

  /** Whether a replica that is able to campaign, or is not, leaves it to others for now. */
  leavesToOthers(isAble: boolean): boolean {
    const { nowMs, options } = this.#context
    const others = this.isIn && isAble ? [...this.#neighbours.reachable()] : []
    if (!others.some(({ reply }) => reply.canVote && !reply.inReserve)) {
      this.#ableSinceMs = undefined
      return false
    }
    this.#ableSinceMs ??= nowMs
    return nowMs - this.#ableSinceMs < patienceTimeouts * electionTimeoutMs(options)
  }

  /**
   * PeerId of a voter that is to lead instead of this replica, which leads in reserve: one that follows it, and reaches as many. Nobody is
   * asked again before an election could have ended.
   */
  takeHeir(quorumSize: number): string | undefined {
    const { nowMs, options, configuration } = this.#context
    if (!this.isIn || nowMs - this.#askedAtMs < electionTimeoutMs(options)) return undefined
    for (const { peerId, reply } of this.#neighbours.reachable()) {
      if (reply.inReserve || !reply.canVote || !reply.happy) continue
      if (configuration.voters.length - bitCount(reply.silent) < quorumSize) continue
      this.#askedAtMs = nowMs
      return peerId
    }
    return undefined
  }
}

/** Takes down what is known of the connection to a peer. */
export function noteConnection(
  { connected, relayed }: Context,
  { peerId, connected: isConnected, isRelayed }: ConnectivityInput
): void {
  if (isConnected) connected.add(peerId)
  else connected.delete(peerId)
  if (isConnected && isRelayed) relayed.add(peerId)
  else relayed.delete(peerId)
}

function bitCount(bits: bigint): number {
  let count = 0
  for (let rest = bits; rest !== 0n; rest &= rest - 1n) count += 1
  return count
}
