import { control, isColoured, type Style, styled } from '../style.js'
import { type DemoEvent, describeEvent, ms, type PeerView, type Progress } from './report.js'
import type { DemoView, Screen } from './view.js'

const hideCursor = `${control}?25l`
const showCursor = `${control}?25h`
const clearToEndOfLine = `${control}K`
const clearBelow = `${control}J`

const widthMax = 80

/** A line is made of words with a style each, so that it can be cut to the width of the terminal before styles are added. */
type Words = readonly (readonly [text: string, style: Style])[]

/**
 * A picture that is redrawn in place: each frame is one write that replaces the lines of the one before, so nothing flickers. Events
 * scroll by above it.
 */
export class TerminalView implements DemoView {
  readonly progressIntervalMs = 100
  readonly #screen: Screen
  readonly #coloured: boolean
  #progress: Progress | undefined
  #linesDrawn = 0
  #ended = false

  constructor(screen: Screen) {
    this.#screen = screen
    this.#coloured = isColoured(screen.environment)
    screen.write(hideCursor)
  }

  event(event: DemoEvent): void {
    if (event.type === 'progress') {
      this.#progress = event
      this.#draw([])
      return
    }
    if (event.type === 'summary' || event.type === 'churn-summary') this.#progress = undefined
    const style = styleOf(event)
    this.#draw(
      describeEvent(event)
        .split('\n')
        .map(line => [[line, style]])
    )
  }

  end(): void {
    if (this.#ended) return
    this.#ended = true
    this.#screen.write(showCursor)
  }

  /** Replaces the picture by `above`, which stays, and the new picture below it. */
  #draw(above: readonly Words[]): void {
    const picture = this.#progress === undefined ? [] : paint(this.#progress)
    const up = this.#linesDrawn === 0 ? '' : `${control}${this.#linesDrawn}F`
    const width = Math.max(20, Math.min(widthMax, this.#screen.columns()))
    const stay = above.flatMap(words => wrap(words, width))
    const text = [...stay, ...picture.map(words => cut(words, width))]
      .map(words => `${this.#styled(words)}${clearToEndOfLine}\n`)
      .join('')
    this.#linesDrawn = picture.length
    this.#screen.write(`${up}${text}${clearBelow}`)
  }

  #styled(words: Words): string {
    return words.map(([text, style]) => (this.#coloured ? styled(text, style) : text)).join('')
  }
}

function styleOf(event: DemoEvent): Style {
  switch (event.type) {
    case 'killed':
    case 'struck':
    case 'failed':
      return 'red'
    case 'failover':
    case 'voters':
    case 'caught-up':
      return 'green'
    case 'summary':
    case 'churn-summary':
      return event.agreed ? 'green' : 'red'
    default:
      return 'plain'
  }
}

function paint(progress: Progress): Words[] {
  const { elapsedMs, peers, slot, valuesPerSecond, p50Ms, p99Ms, inFlight } = progress
  return [
    [['', 'plain']],
    [[row('peer', 'process', 'state', 'follows', 'ballot', 'slot'), 'dim']],
    ...peers.map(peer => [[peerRow(peer), peerStyle(peer)]] as Words),
    [
      [`${(elapsedMs / 1000).toFixed(1).padStart(5)} s  slot ${slot}  `, 'plain'],
      [`${Math.round(valuesPerSecond)} values/s`, 'bold'],
      [`  p50 ${ms(p50Ms)}  p99 ${ms(p99Ms)}  ${inFlight} in flight`, 'plain']
    ]
  ]
}

function peerRow({ peer, pid, state, leader, ballot, slot }: PeerView): string {
  const leads = state === 'running' && leader === peer
  return row(
    String(peer),
    String(pid ?? '-'),
    leads ? 'leads' : state,
    leader === null ? '-' : String(leader),
    ballot ?? '-',
    String(slot)
  )
}

function peerStyle({ peer, state, leader }: PeerView): Style {
  if (state === 'killed') return 'red'
  if (state === 'gone') return 'dim'
  return state === 'running' && leader === peer ? 'green' : 'plain'
}

function row(...cells: readonly [string, string, string, string, string, string]): string {
  const widths = [6, 10, 10, 9, 26, 10]
  return cells
    .map((cell, index) => (index < 5 ? cell.padEnd(widths[index] ?? 0) : cell.padStart(10)))
    .join('')
}

function cut(words: Words, width: number): Words {
  let left = width
  return words.map(([text, style]) => {
    const part = text.slice(0, left)
    left -= part.length
    return [part, style] as const
  })
}

/** Lines of at most `width`, broken at spaces where there are any. All of a line has the style of its first word. */
function wrap(words: Words, width: number): Words[] {
  const style = words[0]?.[1] ?? 'plain'
  const lines: Words[] = []
  for (let rest = words.map(([text]) => text).join(''); ; ) {
    if (rest.length <= width) return [...lines, [[rest, style]]]
    const space = rest.lastIndexOf(' ', width)
    const end = space > 0 ? space : width
    lines.push([[rest.slice(0, end), style]])
    rest = rest.slice(space > 0 ? end + 1 : end)
  }
}
