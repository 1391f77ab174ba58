import { ballotMutants } from './ballots.js'
import { callMutants } from './calls.js'
import { durabilityMutants } from './durability.js'
import { epochMutants } from './epochs.js'
import { livenessMutants } from './liveness.js'
import { logMutants } from './log.js'
import { membershipMutants } from './membership.js'
import type { Mutant } from './mutant.js'
import { objectMutants } from './objects.js'
import { snapshotMutants } from './snapshots.js'

/** Deliberate bugs in the production modules, each of which the simulator must catch. */
export const mutants: readonly Mutant[] = [
  ...durabilityMutants,
  ...ballotMutants,
  ...logMutants,
  ...callMutants,
  ...livenessMutants,
  ...epochMutants,
  ...membershipMutants,
  ...snapshotMutants,
  ...objectMutants
]
