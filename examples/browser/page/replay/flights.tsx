import type { JSX } from 'preact'
import { glyphOf } from '../parts/glyphs.js'
import { onTheWay, type Place, stageHeight } from '../parts/layout.js'
import type { Flight, Recording } from './recording.js'

/** Milliseconds of virtual time for which a message that is lost is seen. */
const lostMs = 25

/** What was under way at some moment, drawn where it was. */
export function Flights({
  recording,
  atMs,
  places
}: {
  readonly recording: Recording
  readonly atMs: number
  readonly places: ReadonlyMap<string, Place>
}): JSX.Element {
  return (
    <svg class="stage-flows flights" viewBox={`0 0 100 ${stageHeight}`} aria-hidden="true">
      {recording.flights.map((flight, i) =>
        isUnderWay(flight, atMs) ? (
          <FlightMark key={i} flight={flight} atMs={atMs} places={places} />
        ) : null
      )}
    </svg>
  )
}

function isUnderWay({ sentAtMs, deliveredAtMs, message }: Flight, atMs: number): boolean {
  if (message.type.startsWith('genesis-')) return false
  if (message.type.startsWith('heartbeat') && deliveredAtMs === undefined) return false
  return sentAtMs <= atMs && atMs <= (deliveredAtMs ?? sentAtMs + lostMs)
}

function FlightMark({
  flight: { from, to, message, sentAtMs, deliveredAtMs },
  atMs,
  places
}: {
  readonly flight: Flight
  readonly atMs: number
  readonly places: ReadonlyMap<string, Place>
}): JSX.Element | null {
  const [a, b] = [places.get(from), places.get(to)]
  if (a === undefined || b === undefined) return null
  const part = (atMs - sentAtMs) / ((deliveredAtMs ?? sentAtMs + lostMs) - sentAtMs || 1)
  const isLost = deliveredAtMs === undefined
  const { x, y } = onTheWay(a, b, 0.2 + part * (isLost ? 0.3 : 0.6))
  const glyph = glyphOf(message.type)
  return (
    <g
      class={`flight glyph-${glyph.tone}`}
      data-lost={isLost}
      style={{ transform: `translate(${x}px, ${y}px)` }}
    >
      <path transform="scale(0.3)" d={glyph.path} data-filled={glyph.isFilled} />
      {glyph.name !== 'heartbeat' && (
        <text x="2.8" y="0.9">
          {glyph.label}
          {isLost && ', lost'}
        </text>
      )}
    </g>
  )
}
