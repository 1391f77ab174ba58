import type { JSX } from 'preact'
import type { Live } from '../page/live/live.js'
import { type LiveState, nameOf } from '../page/live/live-state.js'
import { useObservable } from '../page/parts/observable.js'
import { ThemeSwitch } from '../page/parts/theme.js'
import type { Board } from './board.js'
import { cells, type Owners } from './cells.js'

/** Both boards, side by side. */
export function BoardView({
  board,
  live
}: {
  readonly board: Board
  readonly live: Live
}): JSX.Element {
  const group = useObservable(live)
  const { owners, said } = useObservable(board)
  const naive = useObservable(board.naive)
  const joined = group.phase === 'joined'
  const tabs = group.peers.filter(({ kind }) => kind === 'tab').length
  return (
    <>
      <header class="masthead">
        <p class="wordmark">Paxos at work</p>
        <nav aria-label="Views">
          <a href="/#live">Live</a>
          <a href="/#replay">Replay</a>
          <a href="/board/" aria-current="page">
            Board
          </a>
        </nav>
        <div class="tools">
          <ThemeSwitch />
        </div>
      </header>
      <main class="boards">
        <header class="headline">
          <h1>One seat, one owner?</h1>
          <p>
            Open this page in two or three tabs, then have all of them claim every seat at once.
            Every claim goes to both boards.
          </p>
          <p class="row">
            <button
              type="button"
              class="primary"
              disabled={!joined}
              onClick={() => void board.race()}
            >
              Race for all seats
            </button>
            <button type="button" disabled={!joined} onClick={() => void board.clear()}>
              Free all seats
            </button>
            <span class="hint">
              {joined
                ? `This is ${nameOf(group.names, group.self)}, of ${tabs} here.`
                : (group.error ?? 'This tab joins the group.')}
            </span>
          </p>
        </header>
        <BoardSection
          id="agreed"
          title="By Paxos"
          text="A claim is a setIfAbsent in the group's map: one slot of one log, the same for everyone."
          verdict="No seat has two owners, in no tab, ever."
          owners={owners}
          lost={[]}
          group={group}
          onClaim={joined ? cell => void board.claim(cell) : undefined}
        />
        <BoardSection
          id="naive"
          title="Last writer wins"
          text="A claim looks whether the seat is free, takes it, and tells the others. The last one heard wins."
          verdict={
            naive.lost.length === 0
              ? 'No conflict so far. Race!'
              : `This tab was told to have ${naive.lost.length} seats that it has not: ${naive.lost.join(', ')}.`
          }
          owners={naive.owners}
          lost={naive.lost}
          group={group}
          onClaim={joined ? cell => void board.claim(cell) : undefined}
        />
        <p class="said" role="status">
          {said}
        </p>
      </main>
    </>
  )
}

interface BoardSectionProps {
  readonly id: string
  readonly title: string
  readonly text: string
  readonly verdict: string
  readonly owners: Owners
  readonly lost: readonly string[]
  readonly group: LiveState
  readonly onClaim: ((cell: string) => void) | undefined
}

function BoardSection(props: BoardSectionProps): JSX.Element {
  const { id, title, text, verdict, owners, lost, group, onClaim } = props
  return (
    <section class="board" aria-labelledby={id}>
      <h2 id={id}>{title}</h2>
      <p class="hint">{text}</p>
      <ul class="cells">
        {cells.map(cell => (
          <Cell
            key={cell}
            cell={cell}
            owner={owners[cell]}
            isLost={lost.includes(cell)}
            group={group}
            onClaim={onClaim}
          />
        ))}
      </ul>
      <p class={lost.length > 0 ? 'verdict verdict-bad' : 'verdict'}>{verdict}</p>
    </section>
  )
}

function Cell({
  cell,
  owner,
  isLost,
  group: { names, self },
  onClaim
}: {
  readonly cell: string
  readonly owner: string | undefined
  readonly isLost: boolean
  readonly group: LiveState
  readonly onClaim: ((cell: string) => void) | undefined
}): JSX.Element {
  const name = owner === self ? 'you' : nameOf(names, owner)
  return (
    <li>
      <button
        type="button"
        class="cell"
        data-cell={cell}
        data-owner={owner}
        data-own={owner === self}
        data-lost={isLost}
        disabled={onClaim === undefined}
        onClick={() => onClaim?.(cell)}
      >
        <span class="figure">{cell}</span>
        <span class="cell-owner">{owner === undefined ? 'free' : name}</span>
        {isLost && <span class="cell-owner">not you</span>}
      </button>
    </li>
  )
}
