import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright'
import { launchOptions, setup } from '../browser/chromium.js'
import { PageServer } from './page-server.js'

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core'), 'utf8')

type Scheme = 'light' | 'dark'

/** A real browser, and a server of the pages with a group of its own. */
export class Visit implements AsyncDisposable {
  readonly url: string
  readonly #server: PageServer
  readonly #browser: Browser
  readonly #context: BrowserContext
  /** What pages complained of. */
  readonly errors: string[] = []

  private constructor(server: PageServer, browser: Browser, context: BrowserContext) {
    this.url = server.url
    this.#server = server
    this.#browser = browser
    this.#context = context
  }

  static async begin(): Promise<Visit> {
    await setup()
    const [server, browser] = await Promise.all([
      PageServer.start(),
      chromium.launch(launchOptions)
    ])
    const context = await browser.newContext({ reducedMotion: 'reduce' })
    context.setDefaultTimeout(15_000)
    return new Visit(server, browser, context)
  }

  /** Opens a tab. */
  async open(path = ''): Promise<Page> {
    const page = await this.#context.newPage()
    page.on('pageerror', error => this.errors.push(String(error)))
    await page.goto(new URL(path, this.url).href)
    return page
  }

  /** Closes all tabs. */
  async closeTabs(): Promise<void> {
    await Promise.all(this.#context.pages().map(page => page.close()))
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#browser.close()
    await this.#server.stop()
  }
}

/** What axe-core finds to be wrong with a page that keeps people out: rules, and what breaks them. */
export async function violations(page: Page, colorScheme: Scheme): Promise<string[]> {
  await page.emulateMedia({ colorScheme })
  await page.evaluate(axeSource)
  return await page.evaluate(async () => {
    const { axe } = window as unknown as { readonly axe: typeof import('axe-core') }
    const { violations } = await axe.run()
    return violations
      .filter(({ impact }) => impact === 'serious' || impact === 'critical')
      .map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' | ')}`)
  })
}

/** The name of the peer that a page says to lead, such as `N1`. */
export async function leaderOf(page: Page): Promise<string> {
  const headline = page.getByRole('heading', { level: 1, name: /^(N|Tab )\d+ leads\.$/ })
  return (await headline.innerText()).replace(' leads.', '')
}

/** The rows of the log that a page shows, the newest first, such as `7 pears Tab 1`. */
export async function logOf(page: Page): Promise<string[]> {
  const rows = await page.getByRole('region', { name: 'Log' }).getByRole('listitem').all()
  const texts = await Promise.all(rows.map(row => row.innerText()))
  return texts.map(text => text.replaceAll(/\s+/g, ' '))
}
