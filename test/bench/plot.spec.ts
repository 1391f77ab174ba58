import { describe, expect, it } from 'vitest'
import { plotBars, plotLines } from '../../bench/report/plot.js'

describe('plots', () => {
  it('puts points where they belong between powers of ten', () => {
    const svg = plotLines('a & b', 'x', [
      {
        name: 'line',
        points: [
          { x: 1, y: 10 },
          { x: 100, y: 1_000 }
        ]
      }
    ])
    expect(svg).toContain('points="70,272 700,36"')
    expect(svg).toContain('a &amp; b')
  })

  it('leaves out what has no place on a logarithmic axis', () => {
    const points = [
      { x: 1, y: 0 },
      { x: 10, y: 10 },
      { x: 100, y: 100 }
    ]
    expect(plotLines('t', 'x', [{ name: 'n', points }])).not.toMatch(/NaN|Infinity/)
    expect(plotLines('t', 'x', [{ name: 'n', points: [] }])).not.toMatch(/NaN|Infinity/)
  })

  it('draws the largest bar longest', () => {
    const svg = plotBars('t', [
      { name: 'a', value: 10, text: '10', own: true },
      { name: 'b', value: 5, text: '5', own: false }
    ])
    expect([...svg.matchAll(/width="(\d+)" height="18"/g)].map(match => match[1])).toEqual([
      '340',
      '170'
    ])
  })
})
