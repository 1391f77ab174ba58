import { describe, expect, it } from 'vitest'
import { firstThatRuns } from '../support/browser/chromium.js'

describe.skipIf(process.platform === 'win32')('the browser of the tests', () => {
  it('is the first that runs', () => {
    expect(firstThatRuns(['/nowhere/chromium', '/bin/false', '/bin/echo'])).toBe('/bin/echo')
  })

  it('is asked for by name if none runs', () => {
    expect(() => firstThatRuns(['/bin/false'])).toThrow(
      /install Chromium or Google Chrome as\ngoogle-chrome or .*\n\/bin\/false: Command failed/
    )
  })
})
