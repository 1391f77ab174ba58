import type { JSX } from 'preact'
import { type LogRow, type Names, nameOf } from './live-state.js'

/** Rows that are shown: no more are drawn however many there are. */
const shownMax = 14

/** The log, the newest slot first. */
export function LogList({
  rows,
  count,
  names
}: {
  readonly rows: readonly LogRow[]
  readonly count: number
  readonly names: Names
}): JSX.Element {
  const shown = rows.slice(-shownMax).toReversed()
  return (
    <section class="panel log" aria-labelledby="log">
      <h2 id="log">Log</h2>
      {shown.length === 0 ? (
        <p class="hint">Nothing was proposed yet.</p>
      ) : (
        <ol>
          {/* Rows change their text and stay: under load there are hundreds a second. */}
          {shown.map((row, i) => (
            <li key={i}>
              <span class="figure">{row.slot}</span>
              <span class="log-text">{row.text}</span>
              <span class="hint">{row.kind === 'map' ? 'map' : nameOf(names, row.origin)}</span>
            </li>
          ))}
        </ol>
      )}
      <p class="hint">
        {count > shownMax && `${count - shownMax} more before these. `}
        The same slots hold the same values at everyone. Slots that are missing here hold entries of
        the group's own.
      </p>
    </section>
  )
}
