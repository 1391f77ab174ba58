import type { JSX } from 'preact'

/** The chart is so many units wide and high. */
const width = 240
const height = 56

/** How long this tab's last proposals took. */
export function LatencyChart({
  latencies
}: {
  readonly latencies: readonly number[]
}): JSX.Element {
  const sorted = latencies.toSorted((a, b) => a - b)
  const p50 = quantile(sorted, 0.5)
  const p95 = quantile(sorted, 0.95)
  const top = niceCeiling(quantile(sorted, 0.99))
  const y = (ms: number): number => height - (Math.min(ms, top) / top) * height
  const x = (i: number): number => width - (latencies.length - i) * (width / 240)
  const points = latencies.map((ms, i) => `${x(i).toFixed(1)} ${y(ms).toFixed(1)}`)
  return (
    <section class="panel" aria-labelledby="latency">
      <h2 id="latency">Latency</h2>
      {latencies.length === 0 ? (
        <p class="hint">From proposing here to having learned it here. Propose something.</p>
      ) : (
        <figure class="chart">
          <svg viewBox={`0 0 ${width} ${height}`} preserveAspectRatio="none" aria-hidden="true">
            <line class="chart-median" x1="0" x2={width} y1={y(p50)} y2={y(p50)} />
            <path d={`M${points.join('L')}`} />
          </svg>
          <figcaption>
            <b class="figure">{p50.toFixed(1)}</b> ms median
            <span class="hint">
              {' '}
              {p95.toFixed(1)} ms p95, of the last {latencies.length}; top of the chart {top} ms
            </span>
          </figcaption>
        </figure>
      )}
    </section>
  )
}

function quantile(sorted: readonly number[], part: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? 0
}

/** The next of 5, 10, 20, 50, 100 and so on. */
function niceCeiling(ms: number): number {
  for (let power = 1; ; power *= 10) {
    for (const factor of [5, 10, 20]) if (ms <= factor * power) return factor * power
  }
}
