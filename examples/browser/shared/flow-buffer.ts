import type { ObservedMessage } from 'libp2p-paxos'
import type { Flow } from './messages.js'

/** Gathers messages into flows: as many as there are links and types, however many messages there were. */
export class FlowBuffer {
  readonly #flows = new Map<string, Flow>()

  add(from: string, to: string, message: ObservedMessage): void {
    const { type, ballot, lastSlot } = message
    const key = `${from} ${to} ${type}`
    const count = (this.#flows.get(key)?.count ?? 0) + 1
    this.#flows.set(key, {
      from,
      to,
      type,
      count,
      ...(ballot !== undefined && { ballot }),
      ...(lastSlot !== undefined && { lastSlot })
    })
  }

  /** What was gathered since the last call. */
  take(): Flow[] {
    const flows = [...this.#flows.values()]
    this.#flows.clear()
    return flows
  }
}
