import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

/** Milliseconds that an example may take to say what a test waits for. */
const deadlineMs = 40_000

/** A compiled example that runs as a process of its own. */
export class ExampleProcess {
  /** Lines of its standard output so far. */
  readonly lines: string[] = []
  readonly #child: ChildProcess
  readonly #closed: Promise<unknown>
  #errors = ''
  #onLine: () => void = () => undefined

  /** Starts `dist/examples/<path>.js`. */
  constructor(path: string, args: readonly string[] = []) {
    const program = fileURLToPath(new URL(`../../dist/examples/${path}.js`, import.meta.url))
    const child = spawn(process.execPath, [program, ...args], { stdio: 'pipe' })
    this.#child = child
    this.#closed = once(child, 'close')
    createInterface({ input: child.stdout }).on('line', line => {
      this.lines.push(line)
      this.#onLine()
    })
    child.stderr.on('data', data => {
      this.#errors += data
    })
  }

  write(line: string): void {
    this.#child.stdin?.write(`${line}\n`)
  }

  /** Ends its standard input. */
  end(): void {
    this.#child.stdin?.end()
  }

  kill(): void {
    this.#child.kill('SIGKILL')
  }

  /** Resolves once `isTrue` holds for the lines printed so far. */
  async until(what: string, isTrue: (lines: readonly string[]) => boolean): Promise<void> {
    const done = Promise.withResolvers<void>()
    this.#onLine = () => {
      if (isTrue(this.lines)) done.resolve()
    }
    this.#onLine()
    await this.#inTime(what, Promise.race([done.promise, this.#closed]))
    if (!isTrue(this.lines)) throw new Error(`ended before ${what}: ${this.#output()}`)
  }

  /** Resolves with its exit code once it ended and everything it printed was read. */
  async exit(): Promise<number | null> {
    await this.#inTime('its end', this.#closed)
    return this.#child.exitCode
  }

  /** What it printed, for a failed test. */
  get errors(): string {
    return this.#errors
  }

  async #inTime(what: string, happens: Promise<unknown>): Promise<void> {
    const late = Promise.withResolvers<never>()
    const timer = setTimeout(
      () => late.reject(new Error(`not in time: ${what}: ${this.#output()}`)),
      deadlineMs
    )
    try {
      await Promise.race([happens, late.promise])
    } finally {
      clearTimeout(timer)
    }
  }

  #output(): string {
    return `\n${this.lines.slice(-20).join('\n')}\n${this.#errors.slice(-2000)}`
  }
}
