/** Plots as SVG, without anything that draws them. */

const width = 720
const font = 'font-family="sans-serif" font-size="12"'
const colors = ['#2563eb', '#dc2626', '#059669', '#9333ea', '#d97706', '#0891b2']

/** A named bar of a plot. */
export interface Bar {
  readonly name: string
  readonly value: number
  /** The value as it is shown. */
  readonly text: string
  /** Whether the bar stands out. */
  readonly own: boolean
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

function colorOf(i: number): string {
  return colors[i % colors.length] ?? '#000000'
}

function round(value: number): number {
  return Math.round(value * 10) / 10
}

function escaped(content: string): string {
  return content.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
}
