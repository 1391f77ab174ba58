import type { Ballot } from './ballot.js'
import { type Configuration, firstEpoch } from './configuration.js'

/** An epoch that is over: its stop entry was chosen. */
export interface EndedEpoch {
  readonly configuration: Configuration
  /** Slot of its stop entry, the last one that was chosen in it. */
  readonly stopSlot: number
  /** A ballot of the epoch in which everything up to the stop entry is known to be chosen. */
  readonly ballot: Ballot
}

/** Epochs that ended, one after the other, and the one that begins. */
export interface Entered {
  readonly ended: readonly EndedEpoch[]
  readonly configuration: Configuration
}

/** The configurations of a group up to one slot. */
export interface History {
  /** Epochs that were over before that slot, in order. */
  readonly endedEpochs: readonly EndedEpoch[]
  /** The configuration of the epoch of that slot. */
  readonly configuration: Configuration
}

/** Whether a history can be what led to `slot`: its epochs follow one another, and all but the last are over. */
export function leadsTo({ endedEpochs, configuration }: History, slot: number): boolean {
  let lastStop = 0
  for (const [i, { configuration: ended, stopSlot }] of endedEpochs.entries()) {
    if (ended.epoch !== firstEpoch + i || stopSlot <= lastStop) return false
    lastStop = stopSlot
  }
  return configuration.epoch === firstEpoch + endedEpochs.length && lastStop < slot
}

/**
 * The configurations of a group, one after the other, as far as this replica knows them.
 *
 * Each epoch ends with one chosen stop entry, which names the next one's configuration. (Stoppable Paxos, Lamport, Malkhi and
 * Zhou, 2008; OmniPaxos, EuroSys 2023, section 6.)
 */
export class Epochs {
  readonly #ended: EndedEpoch[]
  #current: Configuration
  /** PeerIds of everyone who votes or once voted. */
  readonly #peerIds = new Set<string>()

  constructor(ended: readonly EndedEpoch[], current: Configuration) {
    this.#ended = [...ended]
    this.#current = current
    for (const { voters } of [...ended.map(epoch => epoch.configuration), current]) {
      for (const { peerId } of voters) this.#peerIds.add(peerId)
    }
  }

  get current(): Configuration {
    return this.#current
  }

  /** The epoch in which the entry of `slot` was chosen, if that is over. */
  endedWith(slot: number): EndedEpoch | undefined {
    let low = 0
    let high = this.#ended.length
    while (low < high) {
      const middle = (low + high) >>> 1
      if ((this.#ended[middle] as EndedEpoch).stopSlot < slot) low = middle + 1
      else high = middle
    }
    return this.#ended[low]
  }

  /** Whether a voter of this or an earlier epoch is called `peerId`. */
  knows(peerId: string): boolean {
    return this.#peerIds.has(peerId)
  }

  /** What of a history is not known here: undefined if that is nothing. */
  missing({ endedEpochs, configuration }: History): Entered | undefined {
    const { epoch } = this.#current
    if (configuration.epoch <= epoch) return undefined
    const ended = endedEpochs.filter(each => each.configuration.epoch >= epoch)
    return { ended, configuration }
  }

  /** The configurations up to `slot`. */
  upTo(slot: number): History {
    const endedEpochs = this.#ended.filter(({ stopSlot }) => stopSlot < slot)
    return { endedEpochs, configuration: this.endedWith(slot)?.configuration ?? this.#current }
  }

  /** The current epoch ended, and perhaps others after it. */
  enter({ ended, configuration }: Entered): void {
    for (const epoch of ended) this.#ended.push(epoch)
    this.#current = configuration
    for (const { voters } of [...ended.map(epoch => epoch.configuration), configuration]) {
      for (const { peerId } of voters) this.#peerIds.add(peerId)
    }
  }
}
