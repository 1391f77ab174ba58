import type { Flow } from '../../shared/messages.js'
import { type Glyph, type GlyphName, glyphOf } from '../parts/glyphs.js'
import { onTheWay, type Place, stageHeight } from '../parts/layout.js'

/** Milliseconds that a message is drawn for: long enough to be seen, though it takes about one. */
const travelMs = 750

/** Milliseconds onTheWay two drawings of the same kind on the same link; what comes sooner is counted with the next. */
const spacingMs = 140

/** Messages that are drawn at a time. */
const particlesMax = 160

/** Above so many labelled messages labels would cover each other. */
const labelsMax = 14

/** Milliseconds for which colours and sizes are taken to stay: to ask has the browser lay out the page. */
const measureIntervalMs = 500

type Colours = Readonly<Record<Glyph['tone'] | 'paper', string>>

interface Particle {
  readonly flow: Flow
  readonly name: GlyphName
  readonly glyph: Glyph
  readonly startMs: number
  readonly count: number
}

/** Draws messages as they move, on one canvas however many there are. */
export class FlowCanvas {
  /** Where peers stand. */
  places: ReadonlyMap<string, Place> = new Map()
  readonly #canvas: HTMLCanvasElement
  readonly #context: CanvasRenderingContext2D
  readonly #stillMotion = matchMedia('(prefers-reduced-motion: reduce)')
  readonly #paths = new Map<string, Path2D>()
  readonly #waiting = new Map<string, { readonly drawnAtMs: number; count: number }>()
  #particles: Particle[] = []
  #frame: number | undefined
  #measuredAtMs = Number.NEGATIVE_INFINITY
  #colours: Colours = { accent: '', ink: '', faint: '', paper: '' }

  constructor(canvas: HTMLCanvasElement) {
    const context = canvas.getContext('2d')
    if (context === null) throw new Error('this browser has no canvas')
    this.#canvas = canvas
    this.#context = context
  }

  add(flows: readonly Flow[]): void {
    if (document.hidden) return
    const nowMs = performance.now()
    for (const flow of flows) this.#addOne(flow, nowMs)
    if (this.#particles.length > 0) this.#frame ??= requestAnimationFrame(this.#draw)
  }

  stop(): void {
    if (this.#frame !== undefined) cancelAnimationFrame(this.#frame)
  }

  #addOne(flow: Flow, nowMs: number): void {
    const { name, ...glyph } = glyphOf(flow.type)
    const key = `${flow.from} ${flow.to} ${flow.type}`
    const waiting = this.#waiting.get(key)
    const spacing = name === 'heartbeat' ? 4 * spacingMs : spacingMs
    if (waiting !== undefined && nowMs - waiting.drawnAtMs < spacing) {
      waiting.count += flow.count
      return
    }
    if (this.#particles.length >= particlesMax) return
    const count = flow.count + (waiting?.count ?? 0)
    this.#waiting.set(key, { drawnAtMs: nowMs, count: 0 })
    this.#particles.push({ flow, name, glyph, startMs: nowMs, count })
  }

  readonly #draw = (): void => {
    const nowMs = performance.now()
    const context = this.#context
    this.#particles = this.#particles.filter(({ startMs }) => nowMs - startMs < travelMs)
    if (nowMs - this.#measuredAtMs > measureIntervalMs) this.#measure(nowMs)
    const scale = { unit: this.#canvas.width / 100, dot: devicePixelRatio }
    const colours = this.#colours
    context.clearRect(0, 0, this.#canvas.width, this.#canvas.height)
    const labelled = this.#particles.filter(({ name }) => name !== 'heartbeat')
    for (const particle of this.#particles) {
      const place = this.#placeOf(particle, nowMs)
      if (place === undefined) continue
      context.setTransform(scale.dot, 0, 0, scale.dot, place.x * scale.unit, place.y * scale.unit)
      this.#drawGlyph(particle, colours, labelled.length <= labelsMax)
    }
    context.setTransform(1, 0, 0, 1, 0, 0)
    this.#frame = this.#particles.length > 0 ? requestAnimationFrame(this.#draw) : undefined
  }

  /** Where a message is drawn now; who wants no motion sees it stand on its way. */
  #placeOf({ flow, startMs }: Particle, nowMs: number): Place | undefined {
    const from = this.places.get(flow.from)
    const to = this.places.get(flow.to)
    if (from === undefined || to === undefined) return undefined
    const part = this.#stillMotion.matches ? 0.62 : (nowMs - startMs) / travelMs
    return onTheWay(from, to, 0.12 + 0.76 * part)
  }

  #drawGlyph({ glyph, name, flow, count }: Particle, colours: Colours, isLabelled: boolean): void {
    const context = this.#context
    const path = this.#pathOf(glyph.path)
    context.lineWidth = 1.6
    context.strokeStyle = colours[glyph.tone]
    context.fillStyle = glyph.isFilled ? colours[glyph.tone] : colours.paper
    context.fill(path)
    context.stroke(path)
    if (name === 'heartbeat' || !isLabelled) return
    const slot = flow.lastSlot === undefined ? '' : ` ${flow.lastSlot}`
    const times = count > 1 ? ` ×${count}` : ''
    context.font = '500 11px ui-sans-serif, system-ui, sans-serif'
    context.fillStyle = colours[glyph.tone]
    context.fillText(`${glyph.label}${slot}${times}`, 11, 4)
  }

  #pathOf(text: string): Path2D {
    const known = this.#paths.get(text)
    if (known !== undefined) return known
    const path = new Path2D(text)
    this.#paths.set(text, path)
    return path
  }

  /** Takes the colours of the page, and makes the canvas as fine as the screen. */
  #measure(nowMs: number): void {
    this.#measuredAtMs = nowMs
    const style = getComputedStyle(this.#canvas)
    this.#colours = {
      accent: style.accentColor,
      ink: style.color,
      faint: style.outlineColor,
      paper: style.caretColor
    }
    const width = Math.round(this.#canvas.clientWidth * devicePixelRatio)
    if (this.#canvas.width === width) return
    this.#canvas.width = width
    this.#canvas.height = Math.round((width * stageHeight) / 100)
  }
}
