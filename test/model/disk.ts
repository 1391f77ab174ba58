import { bottomBallot } from '../../src/core/ballot.js'
import type { Batch, DurableState } from '../../src/core/batch.js'
import type { Entry } from '../../src/core/entry.js'
import type { LogImage } from '../../src/core/image.js'
import { nextState } from '../../src/storage/durable-state.js'
import { KeptLog } from '../../src/storage/kept-log.js'

/** What the disk of one replica holds: what the batches applied so far add up to, by the rules of stores. */
export class Disk {
  readonly durable: DurableState
  /** The log, after what is given up. */
  readonly entries: readonly Entry[]
  /** The content of the snapshot. */
  readonly image: LogImage | undefined

  private constructor(
    durable: DurableState,
    entries: readonly Entry[],
    image: LogImage | undefined
  ) {
    this.durable = durable
    this.entries = entries
    this.image = image
  }

  /** The disk that a replica is born with, which knows the first configuration of its group. */
  static born(incarnation: bigint): Disk {
    const bottom = bottomBallot(1)
    const durable = {
      incarnation,
      boot: { count: 1, nonce: 1 },
      promisedBallot: bottom,
      acceptedBallot: bottom,
      chosenSlotMax: 0,
      chosenBallot: bottom,
      lastSlot: 0,
      compactedSlotMax: 0,
      genesis: { promisedBallot: bottomBallot(0), chosen: true },
      endedEpochs: []
    }
    return new Disk(durable, [], undefined)
  }

  /** The disk after `batch`, which names no snapshots but those of which `contents` has the content, by slot. */
  after(batch: Batch, contents: ReadonlyMap<number, LogImage>): Disk {
    const { compactedSlotMax } = this.durable
    const log = new KeptLog()
    log.apply({
      snapshot: { slot: compactedSlotMax },
      compactedSlotMax,
      log: { firstSlot: compactedSlotMax + 1, entries: this.entries }
    })
    log.apply(batch)
    const durable = nextState(this.durable, batch)
    const entries = log.read(
      durable.compactedSlotMax + 1,
      Number.POSITIVE_INFINITY,
      Number.POSITIVE_INFINITY
    )
    const image = durable.snapshot && contents.get(durable.snapshot.slot)
    if (image === undefined && durable.snapshot !== undefined) {
      throw new RangeError(`nobody wrote a snapshot of slot ${durable.snapshot.slot}`)
    }
    return new Disk(durable, entries, image)
  }
}
