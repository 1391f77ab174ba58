import { describe, expect, it } from 'vitest'
import { plotBars } from '../../bench/report/plot.js'

describe('plots', () => {
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
