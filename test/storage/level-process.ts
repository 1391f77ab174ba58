import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

const hooks = fileURLToPath(new URL('../support/source-hooks.ts', import.meta.url))
const program = fileURLToPath(new URL('level-program.ts', import.meta.url))

/** `level-program.ts`, running as a process of its own. */
export class LevelProcess {
  /** What it has printed so far. */
  readonly lines: string[] = []
  readonly #child: ChildProcessWithoutNullStreams
  readonly #closed: Promise<unknown>
  #onLine: () => void = () => undefined

  /** With `fileKibibytesMax` it can write no file that is larger: its disk is full then. */
  constructor(what: string, directory: string, fileKibibytesMax?: number) {
    const args = [
      '--experimental-transform-types',
      '--no-warnings',
      '--import',
      hooks,
      program,
      what,
      directory
    ]
    this.#child =
      fileKibibytesMax === undefined
        ? spawn(process.execPath, args)
        : spawn('sh', [
            '-c',
            'ulimit -f "$0" && exec "$@"',
            `${fileKibibytesMax * 2}`,
            process.execPath,
            ...args
          ])
    this.#closed = once(this.#child, 'close')
    this.#child.stderr.pipe(process.stderr)
    createInterface({ input: this.#child.stdout }).on('line', line => {
      this.lines.push(line)
      this.#onLine()
    })
  }

  /** Resolves with the lines once there are `count` of them, or the process has ended. */
  async printed(count: number): Promise<readonly string[]> {
    const enough = Promise.withResolvers<void>()
    this.#onLine = () => {
      if (this.lines.length >= count) enough.resolve()
    }
    this.#onLine()
    await Promise.race([enough.promise, this.#closed])
    return this.lines
  }

  /** Ends its input and resolves with all that it printed. */
  async end(): Promise<readonly string[]> {
    this.#child.stdin.end()
    await this.#closed
    return this.lines
  }

  /** Kills it, as far as it still runs, and resolves with all that it printed. */
  async kill(): Promise<readonly string[]> {
    this.#child.kill('SIGKILL')
    await this.#closed
    return this.lines
  }
}
