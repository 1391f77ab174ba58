/** Plots as SVG, without anything that draws them. */

const width = 720
const labelHeight = 22
const font = 'font-family="sans-serif" font-size="12"'
const colors = ['#2563eb', '#dc2626', '#059669', '#9333ea', '#d97706', '#0891b2']

/** A named line of a plot. */
export interface Series {
  readonly name: string
  readonly points: readonly { readonly x: number; readonly y: number }[]
}

/** A named bar of a plot. */
export interface Bar {
  readonly name: string
  readonly value: number
  /** The value as it is shown. */
  readonly text: string
  /** Whether the bar stands out. */
  readonly own: boolean
}

/** Lines over two logarithmic axes, on which nothing below 0 has a place. */
export function plotLines(title: string, xName: string, lines: readonly Series[]): string {
  const frame = { left: 70, top: 36, right: 20, bottom: 48 + labelHeight * lines.length }
  const height = 320 + labelHeight * lines.length
  const points = lines.flatMap(line => line.points).filter(({ y }) => y > 0)
  const xs = powersAround(points.map(({ x }) => x))
  const ys = powersAround(points.map(({ y }) => y))
  const xAt = scale(xs, frame.left, width - frame.right)
  const yAt = scale(ys, height - frame.bottom, frame.top)
  const vertical = xs.map(x => {
    const at = xAt(x)
    return (
      line(at, yAt(first(ys)), at, yAt(last(ys)), '#e5e7eb') +
      text(at, height - frame.bottom + 18, x.toLocaleString('en-US'), 'middle')
    )
  })
  const horizontal = ys.map(y => {
    const at = yAt(y)
    return (
      line(xAt(first(xs)), at, xAt(last(xs)), at, '#e5e7eb') +
      text(frame.left - 8, at + 4, y.toLocaleString('en-US'), 'end')
    )
  })
  const drawn = lines.map(({ name, points: own }, i) => {
    const color = colorOf(i)
    const places = own
      .filter(({ y }) => y > 0)
      .map(({ x, y }) => `${round(xAt(x))},${round(yAt(y))}`)
    const at = height - frame.bottom + 44 + labelHeight * i
    return (
      `<polyline fill="none" stroke="${color}" stroke-width="2" points="${places.join(' ')}"/>` +
      `<rect x="${frame.left}" y="${at - 10}" width="12" height="12" fill="${color}"/>` +
      text(frame.left + 20, at, name, 'start')
    )
  })
  const axis = text(width - frame.right, height - frame.bottom + 36, xName, 'end')
  return svg(height, title, [...vertical, ...horizontal, axis, ...drawn])
}

/** Horizontal bars, each with its name and value. */
export function plotBars(title: string, bars: readonly Bar[]): string {
  const barHeight = 26
  const left = 270
  const top = 40
  const longest = width - left - 110
  const largest = Math.max(...bars.map(({ value }) => value))
  const drawn = bars.map(({ name, value, text: shown, own }, i) => {
    const at = top + barHeight * i
    const length = round((longest * value) / largest)
    return (
      text(left - 10, at + 14, name, 'end') +
      `<rect x="${left}" y="${at}" width="${length}" height="18" fill="${colorOf(own ? 0 : 1)}"/>` +
      text(left + length + 6, at + 14, shown, 'start')
    )
  })
  return svg(top + barHeight * bars.length + 10, title, drawn)
}

function svg(height: number, title: string, content: readonly string[]): string {
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" role="img">`,
    `<title>${escaped(title)}</title>`,
    `<rect width="${width}" height="${height}" fill="#ffffff"/>`,
    `<text x="16" y="22" font-weight="bold" ${font}>${escaped(title)}</text>`,
    ...content,
    '</svg>\n'
  ].join('\n')
}

function text(x: number, y: number, content: string, anchor: string): string {
  return `<text x="${round(x)}" y="${round(y)}" text-anchor="${anchor}" ${font}>${escaped(content)}</text>`
}

function line(x1: number, y1: number, x2: number, y2: number, color: string): string {
  const ends = [x1, y1, x2, y2].map(round)
  return `<line x1="${ends[0]}" y1="${ends[1]}" x2="${ends[2]}" y2="${ends[3]}" stroke="${color}"/>`
}

/** Powers of ten from at or below the least to at or above the greatest, two at least, also without values. */
function powersAround(values: readonly number[]): number[] {
  if (values.length === 0) return [1, 10]
  const least = Math.floor(Math.log10(Math.min(...values)))
  const greatest = Math.max(least + 1, Math.ceil(Math.log10(Math.max(...values))))
  return Array.from({ length: greatest - least + 1 }, (_, i) => 10 ** (least + i))
}

function scale(powers: readonly number[], from: number, to: number): (value: number) => number {
  const start = Math.log10(first(powers))
  const range = Math.log10(last(powers)) - start
  return value => from + ((Math.log10(value) - start) / range) * (to - from)
}

function first(values: readonly number[]): number {
  return values[0] ?? Number.NaN
}

function last(values: readonly number[]): number {
  return values.at(-1) ?? Number.NaN
}

function colorOf(i: number): string {
  return colors[i % colors.length] ?? '#000000'
}

function round(value: number): number {
  return Math.round(value * 10) / 10
}

function escaped(content: string): string {
  return content.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
}
