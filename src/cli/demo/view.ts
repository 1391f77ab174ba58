import type { DemoEvent } from './report.js'

/** Shows a demo to somebody. */
export interface DemoView {
  /** Milliseconds between two calls of `event` with progress. */
  readonly progressIntervalMs: number
  event(event: DemoEvent): void
  /** Gives the terminal back. */
  end(): void
}

/** What a view needs to know of where it is shown. */
export interface Screen {
  readonly isTTY: boolean
  readonly environment: Readonly<Record<string, string | undefined>>
  readonly columns: () => number
  readonly write: (text: string) => void
}
