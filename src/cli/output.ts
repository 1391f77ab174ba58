import type { Writable } from 'node:stream'

/** Characters that wait in memory before writers are asked to wait; what waits is written at once. */
const pendingCharsMax = 64 * 1024

/**
 * Writes lines to a stream as fast as its reader takes them.
 *
 * `write` always takes its line: whoever can wait, waits for `drained` before the next one. What is written in one turn of the event
 * loop leaves in one piece.
 */
export class Output {
  readonly #stream: Writable
  readonly #onGone: () => void
  readonly #latest = new Map<string, string>()
  #pending: string[] = []
  #pendingChars = 0
  #scheduled: NodeJS.Immediate | undefined
  #waiting: (() => void)[] = []
  #gone = false

  /** @param onGone Called once, when the reader has gone away; what is written from then on is dropped. */
  constructor(stream: Writable, onGone: () => void) {
    this.#stream = stream
    this.#onGone = onGone
    stream.on('error', () => this.#becomeGone())
    stream.on('drain', () => this.#onDrain())
  }

  /** Whether the reader keeps up, so that more may be written. */
  get isFlowing(): boolean {
    return this.#gone || (this.#pendingChars < pendingCharsMax && !this.#stream.writableNeedDrain)
  }

  /** Writes a line; the end of the line is added. */
  write(line: string): void {
    if (this.#gone) return
    this.#pending.push(line, '\n')
    this.#pendingChars += line.length + 1
    this.#scheduled ??= setImmediate(() => this.#flush())
  }

  /** Writes a line whose writer cannot wait: if the reader does not keep up, only the latest of each `kind` is kept. */
  writeLatest(kind: string, line: string): void {
    if (this.isFlowing && this.#latest.size === 0) {
      this.write(line)
      return
    }
    this.#latest.delete(kind)
    this.#latest.set(kind, line)
  }

  /** Resolves when more may be written. */
  async drained(): Promise<void> {
    while (!this.isFlowing) {
      await new Promise<void>(resolve => {
        this.#waiting.push(resolve)
      })
    }
  }

  /** Resolves when the reader took everything, has gone away, or did nothing for `limitMs`. */
  async end(limitMs: number): Promise<void> {
    for (const line of this.#latest.values()) this.write(line)
    this.#latest.clear()
    this.#flush()
    if (this.#gone) return
    await new Promise<void>(resolve => {
      const timer = setTimeout(resolve, limitMs)
      this.#waiting.push(resolve)
      this.#stream.write('', () => {
        clearTimeout(timer)
        resolve()
      })
    })
  }

  #flush(): void {
    clearImmediate(this.#scheduled)
    this.#scheduled = undefined
    const text = this.#pending.join('')
    this.#pending = []
    this.#pendingChars = 0
    if (text === '' || this.#gone) return
    if (this.#stream.write(text)) this.#onDrain()
  }

  #onDrain(): void {
    for (const line of this.#latest.values()) this.write(line)
    this.#latest.clear()
    this.#wake()
  }

  /** Whatever the error was, nobody reads any more. */
  #becomeGone(): void {
    if (this.#gone) return
    this.#gone = true
    this.#pending = []
    this.#pendingChars = 0
    this.#latest.clear()
    this.#wake()
    this.#onGone()
  }

  #wake(): void {
    const waiting = this.#waiting
    this.#waiting = []
    for (const wake of waiting) wake()
  }
}
