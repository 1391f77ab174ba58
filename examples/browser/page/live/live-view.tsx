import type { JSX } from 'preact'
import { useEffect, useMemo, useRef, useState } from 'preact/hooks'
import { cutOf } from '../../shared/messages.js'
import { type Place, placesOf } from '../parts/layout.js'
import { Legend } from '../parts/legend.js'
import { useObservable } from '../parts/observable.js'
import { Stage, type StageLink, type StagePeer } from '../parts/stage.js'
import { FlowCanvas } from './flow-canvas.js'
import { LatencyChart } from './latency-chart.js'
import type { Live } from './live.js'
import { type LiveState, nameOf, votersOf } from './live-state.js'
import { LogList } from './log-list.js'
import { MapPanel } from './map-panel.js'
import { PeerPanel } from './peer-panel.js'
import { ProposePanel } from './propose-panel.js'

/** The group as it is now. */
export function LiveView({ live }: { readonly live: Live }): JSX.Element {
  const state = useObservable(live)
  const [selected, setSelected] = useState<string | null>(null)
  const [error, setError] = useState('')
  const voters = votersOf(state)
  const peers = stagePeers(state, voters)
  const layout = peers.map(({ id, votes }) => `${id} ${votes}`).join()
  const places = useMemo(
    () =>
      placesOf(
        peers.filter(({ votes }) => votes).map(({ id }) => id),
        peers.filter(({ votes }) => !votes).map(({ id }) => id)
      ),
    [layout]
  )
  const joined = state.phase === 'joined'
  return (
    <main class="live">
      <section class="scene" aria-label="The group">
        <Headline state={state} />
        <Stage
          label="Peers"
          peers={peers}
          links={stageLinks(state)}
          places={places}
          selected={selected}
          onSelect={setSelected}
        >
          <Flows live={live} places={places} />
        </Stage>
        <p class="hint">
          Each message is drawn for three quarters of a second; here it takes about a thousandth.
        </p>
      </section>
      <div class="panels">
        {joined && <ProposePanel live={live} state={state} />}
        {joined && <VoteSwitch live={live} state={state} />}
        <LogList rows={state.rows} count={state.rowCount} names={state.names} />
        <LatencyChart latencies={state.latencies} />
        {joined && <MapPanel live={live} shared={state.shared} />}
        <PeerPanel
          state={state}
          peer={state.peers.find(({ peerId }) => peerId === selected)}
          onError={setError}
        />
        {error !== '' && <p role="alert">{error}</p>}
      </div>
      <Legend />
    </main>
  )
}

/** Says in words who leads, for everyone and for screen readers. */
function Headline({ state }: { readonly state: LiveState }): JSX.Element {
  const { phase, report, error, names } = state
  return (
    <header class="headline">
      <div role="status" aria-live="polite">
        <h1>{phase === 'failed' ? 'This tab could not join.' : headlineOf(state)}</h1>
      </div>
      <p class="hint">
        {phase === 'failed'
          ? error
          : report !== null && (
              <>
                Ballot <code>{report.ballot ?? 'none'}</code>, {quorumText(state)}, learned up to
                slot {report.chosenSlotMax} by {nameOf(names, state.self)}, which is this tab.
              </>
            )}
      </p>
    </header>
  )
}

function headlineOf({ phase, report, names }: LiveState): string {
  if (phase === 'starting') return 'This tab starts.'
  if (report === null) return 'This tab joins the group.'
  if (report.leader === null) return 'Nobody leads.'
  return `${nameOf(names, report.leader)} leads.`
}

function quorumText(state: LiveState): string {
  const count = votersOf(state).length
  const voters = `${Math.floor(count / 2) + 1} of ${count} voters are a quorum`
  return state.report?.quorum === 'available' ? voters : `no quorum: ${voters}`
}

function VoteSwitch({
  live,
  state
}: {
  readonly live: Live
  readonly state: LiveState
}): JSX.Element {
  const votes = votersOf(state).includes(state.self)
  // What it asks for shows at once, and is taken back if it comes to nothing.
  const [wants, setWants] = useState(state.wantsVote)
  const [isBusy, setBusy] = useState(false)
  const onChange = async (asked: boolean): Promise<void> => {
    setWants(asked)
    setBusy(true)
    await live.vote(asked)
    setWants(live.state.wantsVote)
    setBusy(false)
  }
  return (
    <section class="panel" aria-label="This tab">
      <label class="switch">
        <input
          type="checkbox"
          checked={wants}
          disabled={isBusy}
          onChange={event => void onChange(event.currentTarget.checked)}
        />
        This tab asks to vote
      </label>
      <p class="hint">
        {votes
          ? 'It votes: its promises are kept in IndexedDB.'
          : state.wantsVote
            ? 'It will be made a voter as soon as it has caught up.'
            : 'It learns, reads and proposes, and leaves voting to peers that stay.'}
      </p>
    </section>
  )
}

function Flows({
  live,
  places
}: {
  readonly live: Live
  readonly places: ReadonlyMap<string, Place>
}): JSX.Element {
  const canvas = useRef<HTMLCanvasElement>(null)
  const drawing = useRef<FlowCanvas>(null)
  useEffect(() => {
    if (canvas.current === null) return
    const flows = new FlowCanvas(canvas.current)
    drawing.current = flows
    const forget = live.onFlows(added => flows.add(added))
    return () => {
      forget()
      flows.stop()
    }
  }, [live])
  useEffect(() => {
    if (drawing.current !== null) drawing.current.places = places
  }, [places])
  return <canvas class="stage-flows" ref={canvas} />
}

function stagePeers(state: LiveState, voters: readonly string[]): StagePeer[] {
  return state.peers.map(({ peerId, name, state: life, report }) => ({
    id: peerId,
    name,
    role: report?.role ?? 'learner',
    votes: voters.includes(peerId),
    state: life,
    isSelf: peerId === state.self,
    note: `slot ${report?.chosenSlotMax ?? 0}`
  }))
}

/** A line for each pair that is connected, as either of them says, or that is kept apart. */
function stageLinks({ peers, cuts }: LiveState): StageLink[] {
  const links = new Map<string, StageLink>()
  for (const { peerId, report } of peers) {
    for (const other of report?.connected ?? []) {
      const ends = cutOf(peerId, other)
      links.set(ends.join(), { ends, state: 'open' })
    }
  }
  for (const ends of cuts) links.set(ends.join(), { ends, state: 'cut' })
  return [...links.values()]
}
