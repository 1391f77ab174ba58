import type { JSX } from 'preact'
import { useEffect, useState } from 'preact/hooks'

/** Milliseconds for which a step is shown, by the speed's name. */
const speeds = { slow: 4_000, normal: 1_800, fast: 500 } as const
type Speed = keyof typeof speeds

interface TransportProps {
  readonly step: number
  readonly count: number
  readonly onStep: (step: number) => void
}

/** Goes through the steps: by hand, or by itself. */
export function Transport({ step, count, onStep }: TransportProps): JSX.Element {
  const [isPlaying, setPlaying] = useState(false)
  const [speed, setSpeed] = useState<Speed>('normal')
  const last = count - 1
  const go = (to: number): void => onStep(Math.max(0, Math.min(last, to)))

  useEffect(() => {
    if (!isPlaying) return
    if (step >= last) {
      setPlaying(false)
      return
    }
    const timer = setTimeout(() => onStep(step + 1), speeds[speed])
    return () => clearTimeout(timer)
  }, [isPlaying, step, last, speed, onStep])

  return (
    <section class="panel" aria-label="Steps">
      <div class="row transport">
        <button type="button" onClick={() => go(step - 1)} disabled={step === 0}>
          Back
        </button>
        <button type="button" class="primary" onClick={() => setPlaying(!isPlaying)}>
          {isPlaying ? 'Pause' : 'Play'}
        </button>
        <button type="button" onClick={() => go(step + 1)} disabled={step >= last}>
          Forward
        </button>
        <label>
          <span class="label">Speed</span>
          <select value={speed} onChange={event => setSpeed(event.currentTarget.value as Speed)}>
            {Object.keys(speeds).map(name => (
              <option key={name}>{name}</option>
            ))}
          </select>
        </label>
      </div>
      <label>
        <span class="label">Step</span>
        <input
          type="range"
          min={1}
          max={count}
          value={step + 1}
          onInput={event => go(event.currentTarget.valueAsNumber - 1)}
        />
      </label>
    </section>
  )
}
