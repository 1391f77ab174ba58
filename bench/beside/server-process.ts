import { type ChildProcessByStdio, spawn } from 'node:child_process'
import type { Readable } from 'node:stream'
import type { Place } from '../place.js'
import { whenStopped } from '../stopping.js'

/** Characters of what a server said that an error shows. */
const outputShown = 2_000

/** A server of another system, in a process of its own. */
export class ServerProcess implements AsyncDisposable {
  readonly #child: ChildProcessByStdio<null, Readable, Readable>
  readonly #exit = Promise.withResolvers<void>()
  #isRunning = true
  #output = ''

  constructor(place: Place, command: string, args: readonly string[]) {
    const [program = command, ...rest] = [...place.prefix, command, ...args]
    this.#child = spawn(program, rest, { stdio: ['ignore', 'pipe', 'pipe'] })
    const forget = whenStopped(() => this.signal('SIGKILL'))
    for (const stream of [this.#child.stdout, this.#child.stderr]) {
      stream.on('data', data => {
        this.#output = (this.#output + String(data)).slice(-outputShown)
      })
    }
    const onEnd = (): void => {
      this.#isRunning = false
      forget()
      this.#exit.resolve()
    }
    this.#child.once('exit', onEnd)
    this.#child.once('error', error => {
      this.#output += error.message
      onEnd()
    })
  }

  /** Throws an error that shows what the process said last, if it has ended. */
  check(): void {
    if (!this.#isRunning) throw new Error(`a server ended: ${this.#output}`)
  }

  signal(signal: NodeJS.Signals): void {
    this.#child.kill(signal)
  }

  /** Resolves once the process is gone, however it went. */
  async gone(): Promise<void> {
    await this.#exit.promise
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.signal('SIGKILL')
    await this.gone()
  }
}
