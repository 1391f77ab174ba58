import type { Cast } from './cast.js'
import type { ChurnSummary, Summary } from './report.js'

/** What happens to the peers of a demo. */
export interface Play {
  readonly cast: Cast
  /** Plays all acts. Rejects if one cannot be played to its end. */
  run(): Promise<Summary | ChurnSummary>
}
