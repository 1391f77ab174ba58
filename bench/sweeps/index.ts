import { sweepDepths } from './depths.js'
import { sweepGroups } from './groups.js'
import { sweepLearners } from './learners.js'
import { sweepLog } from './log.js'
import { sweepMuxers } from './muxers.js'
import { sweepSizes } from './sizes.js'
import type { SweepInit, SweepName, SweepResult } from './sweep.js'
import { sweepVoters } from './voters.js'

/** How each sweep is made. */
export const sweeps: Readonly<Record<SweepName, (init: SweepInit) => Promise<SweepResult>>> = {
  sizes: sweepSizes,
  depths: sweepDepths,
  voters: sweepVoters,
  learners: sweepLearners,
  groups: sweepGroups,
  log: sweepLog,
  muxers: sweepMuxers
}
