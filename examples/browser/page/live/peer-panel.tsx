import type { JSX } from 'preact'
import { type Command, type Cut, cutOf, type PeerInfo } from '../../shared/messages.js'
import { type LiveState, nameOf, votersOf } from './live-state.js'
import { command } from './server-link.js'

interface PeerPanelProps {
  readonly state: LiveState
  readonly peer: PeerInfo | undefined
  readonly onError: (error: string) => void
}

/** What there is to know of one peer, and to do to it. */
export function PeerPanel({ state, peer, onError }: PeerPanelProps): JSX.Element {
  const ask = (asked: Command): void => {
    command(asked).catch((error: unknown) => onError(String(error)))
  }
  return (
    <section class="panel" aria-labelledby="peer">
      <h2 id="peer">{peer === undefined ? 'A peer' : peer.name}</h2>
      {peer === undefined ? (
        <p class="hint">Choose a peer in the picture to see what it knows, and to harm it.</p>
      ) : (
        <>
          <Facts state={state} peer={peer} />
          {peer.kind === 'node' && <Actions peer={peer} ask={ask} />}
          <Links state={state} peer={peer} ask={ask} />
        </>
      )}
      <p>
        <button type="button" onClick={() => ask({ type: 'add' })}>
          Add a peer
        </button>
      </p>
    </section>
  )
}

function Facts({
  state,
  peer: { peerId, report }
}: {
  readonly state: LiveState
  readonly peer: PeerInfo
}): JSX.Element {
  const votes = votersOf(state).includes(peerId)
  return (
    <dl class="facts">
      <dt>Role</dt>
      <dd>{report === null ? 'none' : votes ? `${report.role}, votes` : report.role}</dd>
      <dt>Follows</dt>
      <dd>{nameOf(state.names, report?.leader)}</dd>
      <dt>Ballot</dt>
      <dd>
        <code>{report?.ballot ?? 'none'}</code>
      </dd>
      <dt>Learned up to</dt>
      <dd>slot {report?.chosenSlotMax ?? 0}</dd>
      <dt>PeerId</dt>
      <dd>
        <code>…{peerId.slice(-12)}</code>
      </dd>
    </dl>
  )
}

function Actions({
  peer: { peerId, state },
  ask
}: {
  readonly peer: PeerInfo
  readonly ask: (asked: Command) => void
}): JSX.Element {
  const isUp = state === 'running' || state === 'paused'
  return (
    <p class="row">
      {state === 'paused' ? (
        <button type="button" onClick={() => ask({ type: 'resume', peerId })}>
          Resume
        </button>
      ) : (
        <button type="button" disabled={!isUp} onClick={() => ask({ type: 'pause', peerId })}>
          Pause
        </button>
      )}
      {isUp ? (
        <button type="button" onClick={() => ask({ type: 'kill', peerId })}>
          Kill
        </button>
      ) : (
        <button
          type="button"
          disabled={state !== 'killed'}
          onClick={() => ask({ type: 'restart', peerId })}
        >
          Restart
        </button>
      )}
      <button type="button" onClick={() => ask({ type: 'remove', peerId })}>
        Remove
      </button>
    </p>
  )
}

/** Its links, each of which can be cut where a peer in Node is at one of its ends. */
function Links({
  state: { peers, cuts },
  peer,
  ask
}: {
  readonly state: LiveState
  readonly peer: PeerInfo
  readonly ask: (asked: Command) => void
}): JSX.Element {
  const others = peers.filter(
    ({ peerId, kind }) => peerId !== peer.peerId && (kind === 'node' || peer.kind === 'node')
  )
  const isCut = ([a, b]: Cut): boolean => cuts.some(([c, d]) => c === a && d === b)
  return (
    <ul class="row" aria-label={`Links of ${peer.name}`}>
      {others.map(({ peerId, name }) => {
        const link = cutOf(peer.peerId, peerId)
        return (
          <li key={peerId}>
            <button
              type="button"
              class="small"
              onClick={() => ask({ type: isCut(link) ? 'heal' : 'cut', link })}
            >
              {isCut(link) ? 'Heal' : 'Cut'} link to {name}
            </button>
          </li>
        )
      })}
    </ul>
  )
}
