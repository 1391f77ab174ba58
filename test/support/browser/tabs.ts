import { commands } from 'vitest/browser'
import type { Outcome } from './commands.js'

declare module 'vitest/browser' {
  interface BrowserCommands {
    openTab(program: string, quotaBytes?: number): Promise<string>
    callTab(id: string, name: string, args: readonly unknown[]): Promise<Outcome>
    callNode(program: string, name: string, args: readonly unknown[]): Promise<Outcome>
    reloadTab(id: string): Promise<void>
    closeTab(id: string): Promise<void>
    crashTab(id: string): Promise<void>
    hideTab(id: string, isHidden: boolean): Promise<void>
    freezeTab(id: string, isFrozen: boolean): Promise<void>
    cutTab(id: string, isOffline: boolean): Promise<void>
    freeQuota(id: string): Promise<void>
  }
}

type Program = Record<string, (...args: never[]) => unknown>

/** A tab of the browser that all tabs share, whose page is a module: `P` is what that exports. */
export class Tab<P extends Program> {
  readonly #id: string

  private constructor(id: string) {
    this.#id = id
  }

  /**
   * @param program Name of the module, in this folder.
   * @param quotaBytes What its origin, which is another one then, may store.
   */
  static async open<P extends Program>(program: string, quotaBytes?: number): Promise<Tab<P>> {
    return new Tab<P>(await commands.openTab(`/test/support/browser/${program}.ts`, quotaBytes))
  }

  /** Calls a function of the program. What goes in and comes out is JSON. */
  async call<K extends keyof P & string>(
    name: K,
    ...args: Parameters<P[K]>
  ): Promise<Awaited<ReturnType<P[K]>>> {
    const outcome = await commands.callTab(this.#id, name, args)
    return outcomeOf(outcome) as Awaited<ReturnType<P[K]>>
  }

  /** Loads the page again: its program begins anew. */
  async reload(): Promise<void> {
    await commands.reloadTab(this.#id)
  }

  /** Its origin may store as much as there is room for. */
  async freeQuota(): Promise<void> {
    await commands.freeQuota(this.#id)
  }

  async close(): Promise<void> {
    await commands.closeTab(this.#id)
  }

  /** Kills the process that the page runs in. */
  async crash(): Promise<void> {
    await commands.crashTab(this.#id)
  }

  /** Hides the page: its timers are held back. */
  async hide(): Promise<void> {
    await commands.hideTab(this.#id, true)
  }

  async show(): Promise<void> {
    await commands.hideTab(this.#id, false)
  }

  /** Hides the page and stops all of its work, as browsers do with tabs that are hidden for long. */
  async freeze(): Promise<void> {
    await this.hide()
    await commands.freezeTab(this.#id, true)
  }

  async thaw(): Promise<void> {
    await commands.freezeTab(this.#id, false)
    await this.show()
  }

  /** Has no network from now on. */
  async goOffline(): Promise<void> {
    await commands.cutTab(this.#id, true)
  }

  async goOnline(): Promise<void> {
    await commands.cutTab(this.#id, false)
  }
}

/** Calls an export of a module of this folder in Node, where it is loaded once. */
export async function callInNode(
  program: string,
  name: string,
  args: readonly unknown[]
): Promise<unknown> {
  return outcomeOf(await commands.callNode(`/test/support/browser/${program}.ts`, name, args))
}

/** What a call ended with. @throws an error with the name and message of its error. */
function outcomeOf(outcome: Outcome): unknown {
  if ('error' in outcome) throw Object.assign(new Error(outcome.error.message), outcome.error)
  return outcome.value
}
