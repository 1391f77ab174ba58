import type { Call } from './history.js'
import { Violation } from './observer.js'
import { OrderSearch } from './order-search.js'
import type { Anomaly, Model } from './sequential-model.js'

export type { Anomaly, Model } from './sequential-model.js'

/** No order of calls explains what clients were told. */
export class LinearizabilityViolation extends Violation {
  readonly anomaly: Anomaly<unknown, unknown, unknown>

  constructor(anomaly: Anomaly<unknown, unknown, unknown>) {
    super('linearizable', describeAnomaly(anomaly))
    this.anomaly = anomaly
  }
}

export interface CheckOptions {
  /**
   * Steps after which the search gives up. Histories of real objects take about one step for a call; it takes many calls that
   * are under way at once, or of unknown outcome, to need more.
   *
   * @default 5000000
   */
  readonly stepsMax?: number
}

/**
 * Looks for an order of calls that explains a history: each takes effect at one moment between its beginning and its end, and
 * returns what the model returns there. (Linearizability: Herlihy and Wing, 1990.)
 *
 * Calls that failed are left out; those that are pending or of unknown outcome take effect at any time after their beginning,
 * or never.
 *
 * @returns undefined if there is such an order; else what stands in its way.
 * @throws RangeError if neither was found within `stepsMax`.
 */
export function findAnomaly<State, Operation, Result>(
  model: Model<State, Operation, Result>,
  calls: readonly Call<Operation, Result>[],
  { stepsMax = 5_000_000 }: CheckOptions = {}
): Anomaly<State, Operation, Result> | undefined {
  const parts = new Map<string | undefined, Call<Operation, Result>[]>()
  for (const call of calls) {
    const part = model.part?.(call.operation)
    const known = parts.get(part)
    if (known === undefined) parts.set(part, [call])
    else known.push(call)
  }
  for (const [part, ofPart] of parts) {
    const anomaly = new OrderSearch(model, part, ofPart).run(stepsMax)
    if (anomaly !== undefined) return anomaly
  }
  return undefined
}

/**
 * Expects that an order of calls explains the history, as {@link findAnomaly} looks for it.
 *
 * @throws LinearizabilityViolation if there is none.
 */
export function checkLinearizable<State, Operation, Result>(
  model: Model<State, Operation, Result>,
  calls: readonly Call<Operation, Result>[],
  options?: CheckOptions
): void {
  const anomaly = findAnomaly(model, calls, options)
  if (anomaly !== undefined) throw new LinearizabilityViolation(anomaly)
}

function describeAnomaly({
  part,
  order,
  state,
  stuck,
  concurrent
}: Anomaly<unknown, unknown, unknown>): string {
  const where = part === undefined ? '' : ` of ${part}`
  const lines = [`call ${describeCall(stuck)}${where} cannot have returned that`]
  lines.push(...order.map(call => `  after ${describeCall(call)}`))
  lines.push(`  with the state ${JSON.stringify(state)}`)
  lines.push(...concurrent.map(call => `  while ${describeCall(call)} was under way`))
  return lines.join('\n')
}

function describeCall({
  id,
  client,
  operation,
  invokedAt,
  outcome
}: Call<unknown, unknown>): string {
  const end =
    outcome.type === 'returned'
      ? `${JSON.stringify(outcome.result)} (${invokedAt} to ${outcome.at})`
      : `${outcome.type} (from ${invokedAt})`
  return `${id} of ${client}: ${JSON.stringify(operation)} -> ${end}`
}
