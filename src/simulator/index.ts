/**
 * Runs whole groups in one thread and in virtual time, with every fault that they promise to survive. What runs is what runs in
 * production; only the clock, the network and the disks are simulated, and one seed decides everything that is left to chance.
 *
 * @packageDocumentation
 */

export type { Notice } from '../core/effects.js'
export type { MessageSummary } from '../wire/message-summary.js'
export type { Application, Pending } from './application.js'
export { drawPlan } from './draw-plan.js'
export type { LearnedEntry, SimulationEvent } from './events.js'
export type { Fault, Operation, Plan, TimedFault, TimedOperation } from './plan.js'
export { Random } from './random.js'
export { type RunOptions, type RunResult, run, SimulationFailure } from './run.js'
export { shrinkPlan } from './shrink-plan.js'
export { type SimulatedPeer, type SimulateOptions, simulate } from './simulate.js'
export { World, type WorldInit } from './world.js'
