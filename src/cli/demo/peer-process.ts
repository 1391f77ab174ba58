import { type ChildProcess, spawn } from 'node:child_process'
import { StringDecoder } from 'node:string_decoder'
import type { PeerEvent, PeerRequest } from '../ndjson.js'

/** How to run a peer as a process of its own. */
export interface PeerProcessInit {
  /** Path of the command line's `main.js`. */
  readonly main: string
  /** Arguments after `peer`; `--json` is added. */
  readonly args: readonly string[]
  readonly onEvent: (event: PeerEvent) => void
  readonly onExit: (exit: PeerExit) => void
}

/** How a peer's process ended. */
export interface PeerExit {
  readonly code: number | null
  readonly signal: NodeJS.Signals | null
  /** The end of what it wrote to standard error. */
  readonly stderr: string
}

const stderrCharsMax = 10_000

/**
 * A `libp2p-paxos peer --json` in a process of its own, which ends when this process does, however that ends.
 */
export class PeerProcess {
  /** Resolves when the process has ended and all its output was delivered. */
  readonly exited: Promise<PeerExit>
  readonly #child: ChildProcess
  #stderr = ''
  #hasExited = false

  constructor(init: PeerProcessInit) {
    // The peer ends when the channel closes, which it does however this process ends.
    this.#child = spawn(process.execPath, [init.main, 'peer', '--json', ...init.args], {
      stdio: ['pipe', 'pipe', 'pipe', 'ipc']
    })
    this.exited = new Promise((resolve, reject) => {
      this.#child.once('error', reject)
      this.#child.once('close', (code, signal) => {
        this.#hasExited = true
        const exit = { code, signal, stderr: this.#stderr }
        resolve(exit)
        init.onExit(exit)
      })
    })
    this.exited.catch((error: unknown) => {
      this.#hasExited = true
      init.onExit({ code: null, signal: null, stderr: String(error) })
    })
    this.#readOutput(init.onEvent)
  }

  /** Undefined if the process could not be started. */
  get pid(): number | undefined {
    return this.#child.pid
  }

  get hasExited(): boolean {
    return this.#hasExited
  }

  /** Proposes a value; the event `acknowledged` or `failed` answers. */
  propose(id: string, value: string): void {
    this.#request({ id, value })
  }

  /** Asks for a barrier; the event `barrier` or `failed` answers. */
  barrier(id: string): void {
    this.#request({ id, barrier: true })
  }

  /** Asks for an invite; the event `invite` or `failed` answers. */
  invite(id: string): void {
    this.#request({ id, invite: true })
  }

  /** Writes a line of input as it is. */
  sendLine(line: string): void {
    this.#child.stdin?.write(`${line}\n`)
  }

  /** Ends its input, which it survives. */
  endInput(): void {
    this.#child.stdin?.end()
  }

  signal(signal: NodeJS.Signals): void {
    if (!this.#hasExited) this.#child.kill(signal)
  }

  /** Ends the process in order, or by force after `limitMs`. */
  async close(limitMs: number): Promise<PeerExit> {
    const timer = setTimeout(() => this.signal('SIGKILL'), limitMs)
    this.signal('SIGTERM')
    try {
      return await this.exited
    } finally {
      clearTimeout(timer)
    }
  }

  #request(
    request: Pick<PeerRequest, 'id'> & {
      readonly value?: string
      readonly barrier?: true
      readonly invite?: true
    }
  ): void {
    this.sendLine(JSON.stringify(request))
  }

  #readOutput(onEvent: (event: PeerEvent) => void): void {
    const { stdin, stdout, stderr } = this.#child
    // Writing to a process that has just ended fails; that it ended is told by `exited`.
    stdin?.on('error', () => stdin.destroy())
    const decoder = new StringDecoder('utf8')
    let rest = ''
    stdout?.on('data', (chunk: Buffer) => {
      const lines = (rest + decoder.write(chunk)).split('\n')
      rest = lines.pop() ?? ''
      for (const line of lines) onEvent(JSON.parse(line))
    })
    stderr?.setEncoding('utf8').on('data', (text: string) => {
      this.#stderr = (this.#stderr + text).slice(-stderrCharsMax)
    })
  }
}
