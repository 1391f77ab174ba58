import { median } from '../statistics.js'

/** How one thing goes with another: a table whose first column is what was varied. */
export interface SweepResult {
  readonly name: SweepName
  /** What is compared, in a sentence. */
  readonly what: string
  /** Names of the columns, of which the first is what was varied. */
  readonly columns: readonly string[]
  readonly rows: readonly (readonly number[])[]
  /** Columns that a plot shows, by their places; the others have other units. */
  readonly plotted: readonly number[]
}

export const sweepNames = [
  'sizes',
  'depths',
  'voters',
  'learners',
  'groups',
  'log',
  'muxers'
] as const

export type SweepName = (typeof sweepNames)[number]

/** What sweeps are made with. */
export interface SweepInit {
  readonly directory: string | undefined
  readonly repetitions: number
  readonly durationMs: number
  /** For how long idle groups are watched. */
  readonly idleMs: number
  /** Goes to lengths that take an hour. */
  readonly full: boolean
  readonly progress: (line: string) => void
}

/** Repetitions of a point of a sweep at most: there are many points. */
const repetitionsMax = 3

/** Measures one point several times, after once that does not count; medians of each figure. */
export async function repeated(
  { repetitions, progress }: SweepInit,
  what: string,
  measure: () => Promise<readonly number[]>
): Promise<number[]> {
  await measure()
  const measured: (readonly number[])[] = []
  while (measured.length < Math.min(repetitions, repetitionsMax)) measured.push(await measure())
  const middle = (measured[0] ?? []).map((_, i) =>
    median(measured.map(row => row[i] ?? Number.NaN))
  )
  progress(`${what}: ${JSON.stringify(middle)}`)
  return middle
}
