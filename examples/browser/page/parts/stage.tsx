import type { ComponentChildren, JSX } from 'preact'
import { type Place, stageHeight } from './layout.js'

/** A peer as it is drawn. */
export interface StagePeer {
  readonly id: string
  readonly name: string
  readonly role: 'leader' | 'candidate' | 'follower' | 'learner'
  readonly votes: boolean
  readonly state: 'starting' | 'running' | 'paused' | 'killed'
  readonly isSelf: boolean
  /** A few words beneath its role. */
  readonly note: string
}

/** A line between two peers. */
export interface StageLink {
  readonly ends: readonly [string, string]
  readonly state: 'open' | 'cut'
}

interface StageProps {
  readonly label: string
  readonly peers: readonly StagePeer[]
  readonly links: readonly StageLink[]
  readonly places: ReadonlyMap<string, Place>
  readonly selected?: string | null
  /** Without it there is nothing to choose. */
  readonly onSelect?: (id: string) => void
  /** What moves between the peers. */
  readonly children: ComponentChildren
}

/** Peers, the links between them, and what moves on these. */
export function Stage(props: StageProps): JSX.Element {
  const { label, peers, links, places, selected, onSelect, children } = props
  return (
    <div class="stage" style={{ aspectRatio: `100 / ${stageHeight}` }}>
      <svg class="stage-links" viewBox={`0 0 100 ${stageHeight}`} aria-hidden="true">
        {links.map(link => (
          <Link key={link.ends.join(' ')} link={link} places={places} />
        ))}
      </svg>
      {children}
      <ul class="stage-peers" aria-label={label}>
        {peers.map(peer => (
          <PeerMark
            key={peer.id}
            peer={peer}
            place={places.get(peer.id)}
            isSelected={peer.id === selected}
            onSelect={onSelect}
          />
        ))}
      </ul>
    </div>
  )
}

function Link({
  link,
  places
}: {
  readonly link: StageLink
  readonly places: ReadonlyMap<string, Place>
}): JSX.Element | null {
  const [a, b] = link.ends.map(id => places.get(id))
  if (a === undefined || b === undefined) return null
  const [x, y] = [(a.x + b.x) / 2, (a.y + b.y) / 2]
  return (
    <g class={`link link-${link.state}`}>
      <line x1={a.x} y1={a.y} x2={b.x} y2={b.y} />
      {link.state === 'cut' && (
        <path d="M-1.6-1.6 1.6 1.6M1.6-1.6-1.6 1.6" transform={`translate(${x} ${y})`} />
      )}
    </g>
  )
}

/** What is said of a peer beneath its name. */
function captionOf({ state, role, votes }: StagePeer): string {
  if (state !== 'running') return state
  return votes || role === 'leader' ? role : 'learner'
}

function PeerMark({
  peer,
  place,
  isSelected,
  onSelect
}: {
  readonly peer: StagePeer
  readonly place: Place | undefined
  readonly isSelected: boolean
  readonly onSelect: ((id: string) => void) | undefined
}): JSX.Element | null {
  if (place === undefined) return null
  const look = {
    class: 'peer-mark',
    'data-role': peer.state === 'running' ? peer.role : 'none',
    'data-state': peer.state,
    'data-votes': peer.votes
  }
  const text = (
    <>
      <span class="peer-name">{peer.name}</span>
      <span class="peer-caption">
        {captionOf(peer)}
        {peer.isSelf && ', you'}
      </span>
      <span class="peer-slot">{peer.note}</span>
    </>
  )
  return (
    <li class="peer" style={{ left: `${place.x}%`, top: `${(place.y / stageHeight) * 100}%` }}>
      {onSelect === undefined ? (
        <div {...look}>{text}</div>
      ) : (
        <button type="button" {...look} aria-pressed={isSelected} onClick={() => onSelect(peer.id)}>
          {text}
        </button>
      )}
    </li>
  )
}
