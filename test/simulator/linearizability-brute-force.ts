import type { Call } from '../../src/simulator/history.js'
import type { Model } from '../../src/simulator/linearizability.js'

/** Whether some order explains the calls, found by trying every one, and every choice of calls of unknown outcome. */
export function isLinearizable<State, Operation, Result>(
  model: Model<State, Operation, Result>,
  calls: readonly Call<Operation, Result>[]
): boolean {
  const possible = calls.filter(({ outcome }) => outcome.type !== 'failed')
  return tryAll(model, model.init, possible)
}

function tryAll<State, Operation, Result>(
  model: Model<State, Operation, Result>,
  state: State,
  waiting: readonly Call<Operation, Result>[]
): boolean {
  if (waiting.every(({ outcome }) => outcome.type !== 'returned')) return true
  return waiting.some(call => {
    const rest = waiting.filter(other => other !== call)
    const isTooLate = rest.some(
      ({ outcome }) => outcome.type === 'returned' && outcome.at < call.invokedAt
    )
    if (isTooLate) return false
    const { outcome } = call
    const result = outcome.type === 'returned' ? outcome.result : undefined
    const next = model.step(state, call.operation, result)
    return next !== undefined && tryAll(model, next, rest)
  })
}
