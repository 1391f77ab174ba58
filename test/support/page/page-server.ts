import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'

/** The compiled server of the pages, which ends with this process. */
export class PageServer {
  readonly url: string
  readonly #child: ChildProcess

  private constructor(url: string, child: ChildProcess) {
    this.url = url
    this.#child = child
  }

  static async start(): Promise<PageServer> {
    const child = fork('dist/examples/browser/server/main.js', {
      stdio: ['ignore', 'pipe', 'inherit', 'ipc']
    })
    const exited = once(child, 'exit').then(() => {
      throw new Error('the server of the pages ended')
    })
    const said = once(createInterface({ input: child.stdout as NodeJS.ReadableStream }), 'line')
    const [line] = await Promise.race([said, exited])
    const [url] = /http\S+/.exec(String(line)) ?? []
    if (url === undefined) throw new Error(`the server said: ${line}`)
    // From now on it may end.
    exited.catch(() => undefined)
    return new PageServer(url, child)
  }

  async stop(): Promise<void> {
    const exited = once(this.#child, 'exit')
    this.#child.disconnect()
    await exited
  }
}
