/**
 * Measures the page of the examples in a real browser, as built for production: how soon a tab has learned its first value, how long its
 * proposals take, and whether anything blocks it at 500 values a second.
 */

import { parseArgs } from 'node:util'
import { type Browser, chromium, type Page } from 'playwright'
import { launchOptions, setup } from '../test/support/browser/chromium.js'
import { PageServer } from '../test/support/page/page-server.js'

/** Loads of the page with an empty cache. */
const loads = 10

/** Milliseconds for which proposals are measured one by one. */
const proposeMs = 12_000

const { values } = parseArgs({ options: { seconds: { type: 'string', default: '30' } } })

/** What a page notes of itself, from before its own code runs. */
interface Notes {
  /** Milliseconds from the start of the navigation until a value was shown. */
  firstValueMs: number | undefined
  readonly longTasksMs: number[]
}

/** Runs in the page. */
function takeNotes(): void {
  const notes: Notes = { firstValueMs: undefined, longTasksMs: [] }
  Object.assign(window, { notes })
  new PerformanceObserver(list => {
    for (const { duration } of list.getEntries()) notes.longTasksMs.push(duration)
  }).observe({ type: 'longtask' })
  new MutationObserver((_, observer) => {
    if (document.querySelector('.log li') === null) return
    notes.firstValueMs = performance.now()
    observer.disconnect()
  }).observe(document, { childList: true, subtree: true })
}

async function notesOf(page: Page): Promise<Notes> {
  return await page.evaluate(() => (window as unknown as { readonly notes: Notes }).notes)
}

/** Opens the page with nothing in any cache; resolves once it shows a value. */
async function openAnew(browser: Browser, url: string): Promise<Page> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 } })
  await context.addInitScript(takeNotes)
  const page = await context.newPage()
  await page.goto(url)
  await page.getByRole('button', { name: 'Propose' }).waitFor()
  return page
}

async function slotsShown(page: Page): Promise<number> {
  return Number(await page.locator('.log .figure').first().innerText())
}

async function measureLoads(browser: Browser, url: string): Promise<number[]> {
  const times: number[] = []
  for (let i = 0; i < loads; i += 1) {
    const page = await openAnew(browser, url)
    await page.locator('.log li').first().waitFor()
    times.push((await notesOf(page)).firstValueMs ?? Number.NaN)
    await page.context().close()
  }
  return times.toSorted((a, b) => a - b)
}

/** What the chart of the page says of its proposals. */
async function measureProposals(page: Page): Promise<string> {
  await page.getByRole('radio', { name: '10', exact: true }).check()
  await page.waitForTimeout(proposeMs)
  await page.getByRole('radio', { name: 'off' }).check()
  return (await page.locator('.chart figcaption').innerText()).replaceAll('\n', ' ')
}

async function main(): Promise<void> {
  const seconds = Number(values.seconds)
  await setup()
  const server = await PageServer.start()
  const browser = await chromium.launch(launchOptions)
  try {
    const page = await openAnew(browser, server.url)
    await page.getByRole('button', { name: 'Propose' }).click()
    await page.locator('.log li').first().waitFor()

    const times = await measureLoads(browser, server.url)
    const [median = Number.NaN, max = Number.NaN] = [times[times.length >> 1], times.at(-1)]
    console.log(
      `navigation to first value shown: median ${median.toFixed(0)} ms, most ${max.toFixed(0)} ms of ${loads}`
    )

    console.log(`proposals of a tab, 10 a second: ${await measureProposals(page)}`)

    const before = {
      slots: await slotsShown(page),
      tasks: (await notesOf(page)).longTasksMs.length
    }
    await page.getByRole('radio', { name: '500', exact: true }).check()
    await page.waitForTimeout(seconds * 1000)
    const rate = ((await slotsShown(page)) - before.slots) / seconds
    const tasks = (await notesOf(page)).longTasksMs.slice(before.tasks)
    const most = Math.max(0, ...tasks)
    console.log(
      `at 500 values a second for ${seconds} s: ${rate.toFixed(0)} slots a second shown, ${tasks.length} long tasks, the longest ${most.toFixed(0)} ms`
    )
    console.log(
      `its proposals then: ${(await page.locator('.chart figcaption').innerText()).replaceAll('\n', ' ')}`
    )
  } finally {
    await browser.close()
    await server.stop()
  }
}

main().catch((error: unknown) => {
  console.error(error)
  process.exitCode = 1
})
