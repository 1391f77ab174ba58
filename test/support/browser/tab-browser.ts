import type { BrowserContext } from 'playwright'
import { freePorts } from '../../../src/cli/demo/ports.js'
import { launchOptions } from './chromium.js'

/** What Playwright tells a browser so that hidden pages are treated like others. */
const sparing = [
  '--disable-background-timer-throttling',
  '--disable-backgrounding-occluded-windows',
  '--disable-renderer-backgrounding'
]

/** The timers of a hidden page fire once a minute after so long; by default it takes five minutes. */
const throttledAfterMs = 5_000

/**
 * Starts a browser for tabs.
 *
 * Playwright makes the pages of a browser that it starts believe that they are visible and have the focus, whatever becomes of them. To
 * one that it finds running it does no such thing, so it is connected to its own a second time.
 */
export async function startTabBrowser(): Promise<{
  readonly context: BrowserContext
  readonly close: () => Promise<void>
}> {
  const { chromium } = await import('playwright')
  const [port] = await freePorts(1)
  const throttling = `IntensiveWakeUpThrottling:grace_period_seconds/${throttledAfterMs / 1000}`
  const args = [
    ...launchOptions.args,
    `--remote-debugging-port=${port}`,
    `--enable-features=${throttling}`
  ]
  const started = await chromium.launch({ ...launchOptions, args, ignoreDefaultArgs: sparing })
  const found = await chromium.connectOverCDP(`http://127.0.0.1:${port}`, { noDefaults: true })
  const [context] = found.contexts()
  if (context === undefined) throw new Error('the browser has no profile')
  return { context, close: () => started.close() }
}
