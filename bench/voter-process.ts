import { type ChildProcess, fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import type { CommandName, Commands, Reply } from './commands.js'
import { loopback, type Place } from './place.js'
import { whenStopped } from './stopping.js'

const program = fileURLToPath(new URL('./voter.js', import.meta.url))
const nodeOptions = ['--expose-gc', '--enable-source-maps']

/** A voter in a process of its own. */
export class VoterProcess implements AsyncDisposable {
  readonly #place: Place
  readonly #child: ChildProcess
  readonly #exit: Promise<void>
  readonly #calls = new Map<number, PromiseWithResolvers<unknown>>()
  #lastId = 0

  constructor(place: Place = loopback) {
    this.#place = place
    const [execPath, ...execArgv] = [...place.prefix, process.execPath, ...nodeOptions]
    this.#child = fork(program, { execPath, execArgv })
    const forget = whenStopped(() => this.kill())
    this.#child.on('message', (reply: Reply) => this.#onReply(reply))
    this.#exit = new Promise(resolve => this.#child.once('exit', () => resolve()))
    this.#child.once('exit', (code, signal) => {
      for (const call of this.#calls.values()) {
        call.reject(new Error(`the voter's process ended with ${signal ?? `code ${code}`}`))
      }
      this.#calls.clear()
      forget()
    })
  }

  /** The address that it has. */
  get host(): string {
    return this.#place.host
  }

  get pid(): number {
    const { pid } = this.#child
    if (pid === undefined) throw new Error("the voter's process did not start")
    return pid
  }

  /** Has the process carry out a command. Rejects if that fails or the process ends first. */
  call<Name extends CommandName>(
    name: Name,
    params: Commands[Name]['params']
  ): Promise<Commands[Name]['result']> {
    this.#lastId += 1
    const call = Promise.withResolvers<unknown>()
    this.#calls.set(this.#lastId, call)
    this.#child.send({ id: this.#lastId, name, params }, error => {
      if (error !== null) call.reject(error)
    })
    return call.promise as Promise<Commands[Name]['result']>
  }

  /** Resolves once the process is gone, however it went. */
  async gone(): Promise<void> {
    await this.#exit
  }

  /** Kills the process if it still runs. */
  kill(): void {
    this.#child.kill('SIGKILL')
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.kill()
    await this.gone()
  }

  #onReply(reply: Reply): void {
    const call = this.#calls.get(reply.id)
    this.#calls.delete(reply.id)
    if ('error' in reply) call?.reject(new Error(reply.error))
    else call?.resolve(reply.result)
  }
}
