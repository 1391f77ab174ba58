import { setTimeout as sleep } from 'node:timers/promises'
import type {} from '@vitest/browser-playwright'
import type { Plugin } from 'vite'
import type { BrowserCommand, BrowserCommandContext } from 'vitest/node'

/*
 * What a test in one tab has done to others: Vitest runs these in Node, where Playwright is. `tabs.ts` calls them.
 */

type Page = BrowserCommandContext['page']
type Session = Awaited<ReturnType<BrowserCommandContext['context']['newCDPSession']>>

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
const limits = new Map<string, Session>()

/** How a call in a tab ended. */
export type Outcome =
  | { readonly value: unknown }
  | { readonly error: { readonly name: string; readonly message: string } }

/**
 * Opens a tab whose page has the exports of a module, by its path from the root, for others to call. With a quota in bytes it is of an
 * origin of its own: a browser asks for the quota of one that it knows now and then only.
 */
const openTab: BrowserCommand<[program: string, quotaBytes?: number]> = async (
  { page: tester, context },
  program,
  quotaBytes
) => {
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

/** Freezes a tab as the browser does with one that was hidden for long, or has it go on. */
const freezeTab: BrowserCommand<[id: string, isFrozen: boolean]> = async (_, id, isFrozen) => {
  const session = await pageOf(id).context().newCDPSession(pageOf(id))
  await session.send('Page.setWebLifecycleState', { state: isFrozen ? 'frozen' : 'active' })
  await session.detach()
  // The state is set, but what the tab was about to do may still be done.
  await sleep(100)
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
  freezeTab,
  freeQuota
}
