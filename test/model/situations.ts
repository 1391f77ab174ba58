import type { ModelReplica, ModelStore, TraceState } from './trace.js'

/** What makes a run worth replaying. */
export const allSituations: readonly string[] = [
]
