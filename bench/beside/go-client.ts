import { type ChildProcessByStdio, execFile, spawn, spawnSync } from 'node:child_process'
import { cp } from 'node:fs/promises'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import type { Readable, Writable } from 'node:stream'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { whenStopped } from '../stopping.js'
import type { Certificates } from './certificates.js'
import { connectionCount } from './contender.js'

/** From the compiled program to its sources, which the compiler leaves where they are. */
const sources = fileURLToPath(new URL('../../../bench/etcd-client', import.meta.url))

export function goIsInstalled(): boolean {
  return spawnSync('go', ['version']).error === undefined
}

/** Builds the client in `directory`; returns the path of the program. */
export async function buildGoClient(directory: string): Promise<string> {
  const cwd = join(directory, 'etcd-client')
  await cp(sources, cwd, { recursive: true })
  await promisify(execFile)('go', ['build', '-o', 'etcd-client', '.'], { cwd })
  return join(cwd, 'etcd-client')
}

/** etcd's own client, compiled, in a process of its own; answers one measurement after the other. */
export class GoClient implements AsyncDisposable {
  readonly #child: ChildProcessByStdio<Writable, Readable, null>
  readonly #exit: Promise<unknown>
  readonly #waiting: PromiseWithResolvers<unknown>[] = []

  constructor(program: string, endpoint: string, certificates?: Certificates) {
    const args = ['-endpoint', endpoint, '-connections', String(connectionCount)]
    if (certificates !== undefined) {
      const { ca, certificate, key } = certificates
      args.push('-ca', ca, '-certificate', certificate, '-key', key)
    }
    this.#child = spawn(program, args, { stdio: ['pipe', 'pipe', 'inherit'] })
    this.#exit = new Promise(resolve => this.#child.once('exit', resolve))
    const forget = whenStopped(() => this.#child.kill('SIGKILL'))
    this.#child.once('exit', code => {
      forget()
      const error = new Error(`the client of etcd ended with code ${code}`)
      for (const { reject } of this.#waiting) reject(error)
    })
    const lines = createInterface({ input: this.#child.stdout })
    lines.on('line', line => this.#waiting.shift()?.resolve(JSON.parse(line)))
  }

  async measure<T>(request: object): Promise<T> {
    const answer = Promise.withResolvers<unknown>()
    this.#waiting.push(answer)
    this.#child.stdin.write(`${JSON.stringify(request)}\n`)
    return (await answer.promise) as T
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#child.stdin.end()
    await this.#exit
  }
}
