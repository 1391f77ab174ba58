import type { DemoEvent } from './report.js'
import type { DemoView, Screen } from './view.js'

/** One line for each event, as `format` spells it, and nothing that only a terminal understands. */
export function lineView(screen: Screen, format: (event: DemoEvent) => string): DemoView {
  return {
    progressIntervalMs: 1_000,
    event: event => screen.write(`${format(event)}\n`),
    end: () => undefined
  }
}
