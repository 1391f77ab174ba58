import { type Boot, hasForgotten } from '../core/boot.js'
import type { FrameSection } from '../wire/frame.js'

interface Known {
  readonly incarnation: bigint
  readonly boot: Boot
}

/**
 * The last opening of each member's store that was heard of here. A voter whose store was put back from a copy has forgotten what it
 * promised since, and nothing that it says may be taken.
 *
 * Only who heard of the later opening knows, and a copy that was made since the last one looks like a restart.
 */
export class Boots {
  readonly #known = new Map<string, Known>()

  /** The opening of its store that a member has forgotten, by what it says now; undefined if it has not. */
  forgotten(peerId: string, { incarnation, boot }: FrameSection): Boot | undefined {
    if (boot === undefined) return undefined
    const known = this.#known.get(peerId)
    if (known?.incarnation === incarnation) {
      if (hasForgotten(boot, known.boot)) return known.boot
      if (boot.count === known.boot.count) return undefined
    }
    this.#known.set(peerId, { incarnation, boot })
    return undefined
  }
}
