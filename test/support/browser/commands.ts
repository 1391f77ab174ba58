import type {} from '@vitest/browser-playwright'
import type { CDPSession, Page } from 'playwright'
import type { Plugin } from 'vite'
import type { BrowserCommand, BrowserCommandContext } from 'vitest/node'
import { startTabBrowser } from './tab-browser.js'

/*
 * What a test in one tab has done to others: Vitest runs these in Node, where Playwright is. `tabs.ts` calls them.
 */

const tabPath = '/tab'

/** Serves the page of a tab. A response that Playwright makes up would be of no network, and could reach no local peer. */
export const tabPages: Plugin = {
  name: 'tab-pages',
  configureServer({ middlewares }) {
    middlewares.use(tabPath, ({ url = '' }, response) => {
      const program = new URL(url, 'http://localhost').searchParams.get('program')
      response.setHeader('Content-Type', 'text/html').end(`<!doctype html><title>tab</title>
        <script type="module">
          import * as program from '${program}'
          window.program = program
        </script>`)
    })
  }
}

const pages = new Map<string, Page>()
const limits = new Map<string, CDPSession>()
const cuts = new Map<string, CDPSession>()

let started: ReturnType<typeof startTabBrowser> | undefined

/** The browser of all tabs, which is another one than that of the tests. */
async function tabContext({
  vitest
}: BrowserCommandContext['project']): Promise<Awaited<typeof started & {}>['context']> {
  if (started === undefined) {
    started = startTabBrowser()
    const { close } = await started
    vitest.onClose(close)
  }
  return (await started).context
}

/** How a call in a tab ended. */
export type Outcome =
  | { readonly value: unknown }
  | { readonly error: { readonly name: string; readonly message: string } }

/**
 * Opens a tab whose page has the exports of a module, by its path from the root, for others to call. With a quota in bytes it is of an
 * origin of its own: a browser asks for the quota of one that it knows now and then only.
 */
const openTab: BrowserCommand<[program: string, quotaBytes?: number]> = async (
  { page: tester, project },
  program,
  quotaBytes
) => {
  const context = await tabContext(project)
  const page = await context.newPage()
  const id = crypto.randomUUID()
  const url = new URL(tabPath, tester.url())
  url.searchParams.set('program', program)
  if (quotaBytes !== undefined) {
    url.hostname = `${id}.localhost`
    const session = await context.newCDPSession(page)
    const quota = { origin: url.origin, quotaSize: quotaBytes }
    await session.send('Storage.overrideQuotaForOrigin', quota)
    limits.set(id, session)
  }
  await page.goto(url.href)
  await loaded(page)
  pages.set(id, page)
  return id
}

/** Calls what the program exports under this name. */
const callTab: BrowserCommand<[id: string, name: string, args: readonly unknown[]]> = async (
  _,
  id,
  name,
  args
): Promise<Outcome> =>
  await pageOf(id).evaluate(
    async ({ name, args }) => {
      try {
        const { program } = window as unknown as {
          program: Record<string, (...args: unknown[]) => unknown>
        }
        return { value: await program[name]?.(...args) }
      } catch (error) {
        if (!(error instanceof Error)) return { error: { name: 'Error', message: String(error) } }
        return { error: { name: error.name, message: error.message } }
      }
    },
    { name, args }
  )

/** Calls what a program in Node exports under this name: it is loaded once, by its path from the root. */
const callNode: BrowserCommand<[program: string, name: string, args: readonly unknown[]]> = async (
  { project },
  program,
  name,
  args
): Promise<Outcome> => {
  try {
    const loaded = await project.import<Record<string, (...args: unknown[]) => unknown>>(program)
    return { value: await loaded[name]?.(...args) }
  } catch (error) {
    const { name, message } = error as Error
    return { error: { name, message } }
  }
}

const reloadTab: BrowserCommand<[id: string]> = async (_, id) => {
  await pageOf(id).reload()
  await loaded(pageOf(id))
}

const closeTab: BrowserCommand<[id: string]> = async (_, id) => {
  await pageOf(id).close()
  pages.delete(id)
}

/** Ends the tab's process as a crash does: nothing in it runs any more. */
const crashTab: BrowserCommand<[id: string]> = async (_, id) => {
  const page = pageOf(id)
  const crashed = page.waitForEvent('crash')
  void page.goto('chrome://crash').catch(() => undefined)
  await crashed
  await closeTab(_, id)
}

/** Minimizes the window of a tab, so that it is hidden, or brings it back. */
const hideTab: BrowserCommand<[id: string, isHidden: boolean]> = async (_, id, isHidden) => {
  const session = await sessionOf(id)
  const { windowId } = await session.send('Browser.getWindowForTarget')
  const bounds = { windowState: isHidden ? 'minimized' : 'normal' } as const
  await session.send('Browser.setWindowBounds', { windowId, bounds })
  await session.detach()
}

/** Freezes a hidden tab as the browser does after a while, or has it go on. */
const freezeTab: BrowserCommand<[id: string, isFrozen: boolean]> = async (_, id, isFrozen) => {
  const session = await sessionOf(id)
  await session.send('Page.setWebLifecycleState', { state: isFrozen ? 'frozen' : 'active' })
  await session.detach()
}

/** Cuts a tab off the network, or connects it again. */
const cutTab: BrowserCommand<[id: string, isOffline: boolean]> = async (_, id, isOffline) => {
  await cuts.get(id)?.detach()
  cuts.delete(id)
  if (!isOffline) return
  // Until the session that says so ends.
  const session = await sessionOf(id)
  cuts.set(id, session)
  const conditions = { latency: 0, downloadThroughput: -1, uploadThroughput: -1 }
  await session.send('Network.enable')
  await session.send('Network.emulateNetworkConditions', { offline: true, ...conditions })
}

/** Lets a tab's origin store as much as there is room for again. */
const freeQuota: BrowserCommand<[id: string]> = async (_, id) => {
  // The limit goes with the session that set it.
  await limits.get(id)?.detach()
  limits.delete(id)
}

async function loaded(page: Page): Promise<void> {
  await page.waitForFunction(() => 'program' in window, undefined, { timeout: 20_000 })
}

async function sessionOf(id: string): Promise<CDPSession> {
  return await pageOf(id).context().newCDPSession(pageOf(id))
}

function pageOf(id: string): Page {
  const page = pages.get(id)
  if (page === undefined) throw new Error(`there is no tab ${id}`)
  return page
}

/** The commands, by the names that tests know. */
export const commands = {
  openTab,
  callTab,
  callNode,
  reloadTab,
  closeTab,
  crashTab,
  hideTab,
  freezeTab,
  cutTab,
  freeQuota
}
