import type { SweepResult } from '../sweeps/sweep.js'
import { count, table } from '../tables.js'

/** A table of a sweep; small figures keep what tells them apart. */
export function formatSweep({ columns, rows }: SweepResult): string {
  return table([
    columns,
    ...rows.map(row => row.map(value => (value < 100 ? short(value) : count(value))))
  ])
}

function short(value: number): string {
  return String(Number(value.toPrecision(3)))
}
