import type { Batch } from '../../core/batch.js'
import type { Configuration } from '../../core/configuration.js'
import type { Entry } from '../../core/entry.js'
import type { Snapshot } from '../../core/snapshot.js'
import { Violation } from '../observer.js'
import type { Watched } from './watched.js'

/** What a peer durably holds of a group. */
export interface Held {
  /** From slot 1 on, what its snapshot stands for included. */
  readonly entries: readonly Entry[]
  readonly snapshot: Snapshot | undefined
}

/** What a fork begins with: all that its only voter holds of the group that it is made of. */
export class Heritage {
  readonly peerId: string
  readonly #held: () => Held
  #isTaken = false

  /** `held` says what the peer holds once its disk was read. */
  constructor(peerId: string, held: () => Held) {
    this.peerId = peerId
    this.#held = held
  }

  /** Whether the fork was made: it is a group like any other from then on. */
  get isTaken(): boolean {
    return this.#isTaken
  }

  get snapshot(): Snapshot | undefined {
    return this.#held().snapshot
  }

  /** What the fork holds in its slots from 1 on: the epochs of the old group are none of its own. */
  get entries(): readonly Entry[] {
    return this.#held().entries.map(entry => {
      if (entry.type !== 'stop') return entry
      const { configuration: _, ...place } = entry
      return { ...place, type: 'no-op' }
    })
  }

  /** Whoever makes the fork votes in it, alone. */
  configurationOf({ incarnation }: Watched): Configuration {
    const voters = [{ peerId: this.peerId, incarnation }]
    return { epoch: 1, voters, quorum: { prepare: 1, accept: 1 } }
  }

  /** Whether `batch` is the one that founds the fork. */
  isFounding({ genesis }: Batch): boolean {
    return genesis !== undefined && !this.#isTaken
  }

  /** @throws Violation unless `batch`, which founds the fork, makes all of it chosen. */
  check({ chosen }: Batch): void {
    const { length } = this.entries
    if (chosen?.slotMax === length) return
    const text = `${this.peerId} forks ${chosen?.slotMax ?? 0} slots of a log that goes to ${length}`
    throw new Violation('nothing chosen is cut', text)
  }

  /** The batch that founds the fork is durable. */
  take(): void {
    this.#isTaken = true
  }
}
