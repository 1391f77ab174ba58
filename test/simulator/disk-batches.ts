import type { Batch } from '../../src/core/batch.js'
import { ballot, logBatch } from '../storage/store-builders.js'

const genesis = {
  promisedBallot: ballot(4),
  accepted: {
    ballot: ballot(3),
    configuration: {
      epoch: 1,
      voters: [{ peerId: 'p1', incarnation: 3n }],
      quorum: { prepare: 1, accept: 1 }
    }
  },
  chosen: true
}

/** Batches of every kind, one after the other. */
export const manyBatches: readonly Batch[] = [
  { promisedBallot: ballot(1) },
  { genesis },
  { ...logBatch(1, 3), acceptedBallot: ballot(1) },
  logBatch(4, 4),
  { chosen: { slotMax: 3, ballot: ballot(1) } },
  {},
  { ...logBatch(5, 6), chosen: { slotMax: 4, ballot: ballot(1) } },
  { ...logBatch(5, 5, 'b'), promisedBallot: ballot(2), acceptedBallot: ballot(2) },
  logBatch(5, 4),
  { ...logBatch(5, 7, 'c', 30), chosen: { slotMax: 7, ballot: ballot(2) } }
]
