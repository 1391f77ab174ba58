import type { JSX } from 'preact'
import { useCallback, useEffect, useMemo, useState } from 'preact/hooks'
import { placesOf } from '../parts/layout.js'
import { Legend } from '../parts/legend.js'
import { Stage, type StageLink, type StagePeer } from '../parts/stage.js'
import { explain } from './explain.js'
import { Flights } from './flights.js'
import { Logs } from './logs.js'
import type { PeersPicture } from './peers-picture.js'
import { record } from './record.js'
import type { Recording } from './recording.js'
import { type ScenarioName, scenarios } from './scenarios.js'
import { Transport } from './transport.js'

/** A run of the simulator, step by step. */
export function ReplayView(): JSX.Element {
  const [scenario, setScenario] = useState<ScenarioName>('leader-cut-off')
  const [seed, setSeed] = useState(1)
  const [recording, setRecording] = useState<Recording | null>(null)
  const [error, setError] = useState('')
  const [step, setStep] = useState(0)

  const start = useCallback((name: ScenarioName, from: number) => {
    setError('')
    record({ scenario: name, seed: from }).then(
      recorded => {
        setStep(0)
        setRecording(recorded)
      },
      (failure: unknown) => setError(String(failure))
    )
  }, [])
  // The first run begins by itself; the others are asked for.
  useEffect(() => start(scenario, seed), [])

  return (
    <main class="replay">
      <section class="scene" aria-label="The run">
        {recording === null ? (
          <h1>The simulator runs.</h1>
        ) : (
          <Picture recording={recording} step={step} onStep={setStep} />
        )}
        {error !== '' && <p role="alert">{error}</p>}
      </section>
      <div class="panels">
        <Choice
          scenario={scenario}
          seed={seed}
          onScenario={name => {
            setScenario(name)
            start(name, seed)
          }}
          onSeed={setSeed}
          onRun={() => start(scenario, seed)}
        />
        {recording !== null && <Narration recording={recording} step={step} onStep={setStep} />}
      </div>
      <Legend />
    </main>
  )
}

function Picture({ recording, step, onStep }: AtStep): JSX.Element | null {
  const { peerIds, steps } = recording
  const places = useMemo(() => placesOf(peerIds, []), [peerIds])
  const shown = steps[step]
  if (shown === undefined) return null
  return (
    <>
      <header class="headline narration-now">
        <p class="hint figure">
          Step {step + 1} of {steps.length}, after {(shown.atMs / 1000).toFixed(3)} s
        </p>
        <div aria-live="polite" role="status">
          <h1 class="explanation">{explain(shown)}</h1>
        </div>
      </header>
      <Stage
        label="Peers of the run"
        peers={stagePeers(peerIds, shown.peers)}
        links={stageLinks(peerIds, shown.peers)}
        places={places}
      >
        <Flights recording={recording} atMs={shown.atMs} places={places} />
      </Stage>
      <Transport step={step} count={steps.length} onStep={onStep} />
      <Logs peerIds={peerIds} peers={shown.peers} />
    </>
  )
}

interface AtStep {
  readonly recording: Recording
  readonly step: number
  readonly onStep: (step: number) => void
}

interface ChoiceProps {
  readonly scenario: ScenarioName
  readonly seed: number
  readonly onScenario: (name: ScenarioName) => void
  readonly onSeed: (seed: number) => void
  readonly onRun: () => void
}

function Choice({ scenario, seed, onScenario, onSeed, onRun }: ChoiceProps): JSX.Element {
  return (
    <section class="panel" aria-labelledby="choice">
      <h2 id="choice">What happens</h2>
      <form
        class="row"
        onSubmit={event => {
          event.preventDefault()
          onRun()
        }}
      >
        <label class="grow">
          <span class="label">Story</span>
          <select
            value={scenario}
            onChange={event => onScenario(event.currentTarget.value as ScenarioName)}
          >
            {Object.entries(scenarios).map(([name, { title }]) => (
              <option key={name} value={name}>
                {title}
              </option>
            ))}
          </select>
        </label>
        <label class="seed">
          <span class="label">Seed</span>
          <input
            type="number"
            min={0}
            max={999_999}
            value={seed}
            onInput={event => onSeed(event.currentTarget.valueAsNumber || 0)}
          />
        </label>
        <button type="submit">Run</button>
      </form>
      <p class="hint">
        {scenarios[scenario].summary} This is the simulator that the library is tested with, run in
        this tab: the same seed has the same run.
      </p>
    </section>
  )
}

/** The steps around the one that is shown. */
function Narration({ recording: { steps }, step, onStep }: AtStep): JSX.Element {
  const first = Math.max(0, Math.min(step - 3, steps.length - 9))
  return (
    <section class="panel" aria-labelledby="story">
      <h2 id="story">The story</h2>
      <ol class="story" start={first + 1}>
        {steps.slice(first, first + 9).map((each, i) => (
          <li key={first + i}>
            <button
              type="button"
              aria-current={first + i === step ? 'step' : undefined}
              onClick={() => onStep(first + i)}
            >
              <span class="figure">{first + i + 1}</span>
              <span>{explain(each)}</span>
            </button>
          </li>
        ))}
      </ol>
    </section>
  )
}

function stagePeers(peerIds: readonly string[], { byId }: PeersPicture): StagePeer[] {
  return peerIds.flatMap(id => {
    const peer = byId[id]
    if (peer === undefined) return []
    const { role, state, ballot } = peer
    const note = ballot ?? 'no ballot'
    return { id, name: id, role, state, votes: true, isSelf: false, note }
  })
}

/** A line for each pair; it is cut if in either direction nothing arrives. */
function stageLinks(peerIds: readonly string[], { cuts }: PeersPicture): StageLink[] {
  return peerIds.flatMap(a =>
    peerIds
      .filter(b => a < b)
      .map(b => {
        const isCut = cuts.includes(a + b) || cuts.includes(b + a)
        return { ends: [a, b] as const, state: isCut ? ('cut' as const) : ('open' as const) }
      })
  )
}
