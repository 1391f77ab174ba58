import type { Group } from 'libp2p-paxos'
import type { Application, Operation, Pending } from 'libp2p-paxos/simulator'

const words = ['apples', 'pears', 'plums', 'quinces', 'cherries', 'figs']

/** Proposes a word whenever the plan says so. */
export class Proposals implements Application {
  readonly #groups = new Map<string, Group>()
  readonly #pending = new Map<object, string>()
  #count = 0

  get pending(): Pending[] {
    return [...this.#pending.values()].map(peerId => ({ what: `a proposal of ${peerId}` }))
  }

  machine(): undefined {
    return undefined
  }

  onGroup(peerId: string, group: Group): void {
    this.#groups.set(peerId, group)
  }

  onCrash(peerId: string): void {
    this.#groups.delete(peerId)
    for (const [call, asked] of this.#pending) if (asked === peerId) this.#pending.delete(call)
  }

  perform({ peer }: Operation): void {
    const word = words[this.#count % words.length] ?? ''
    this.#count += 1
    const call = {}
    const done = (): void => {
      this.#pending.delete(call)
    }
    const proposed = this.#groups.get(peer)?.propose(new TextEncoder().encode(word))
    if (proposed === undefined) return
    this.#pending.set(call, peer)
    proposed.then(done, done)
  }

  onHealed(): void {
    // Everything that was to be proposed has been by then.
  }

  check(): void {
    // The simulator itself checks all that Paxos promises.
  }
}
