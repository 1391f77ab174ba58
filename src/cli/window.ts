/**
 * Bounds what is under way by count and bytes. Something larger than all the bytes is let in alone.
 */
export class Window {
  readonly #countMax: number
  readonly #bytesMax: number
  #count = 0
  #bytes = 0
  #wake: (() => void) | undefined

  constructor(countMax: number, bytesMax: number) {
    this.#countMax = countMax
    this.#bytesMax = bytesMax
  }

  /** Resolves when there is room for `bytes`, which are then taken. One caller waits at a time. */
  async enter(bytes: number): Promise<void> {
    while (!this.#hasRoom(bytes)) {
      await new Promise<void>(resolve => {
        this.#wake = resolve
      })
    }
    this.#count += 1
    this.#bytes += bytes
  }

  /** Gives back what was taken. */
  leave(bytes: number): void {
    this.#count -= 1
    this.#bytes -= bytes
    this.#wake?.()
  }

  #hasRoom(bytes: number): boolean {
    if (this.#count === 0) return true
    return this.#count < this.#countMax && this.#bytes + bytes <= this.#bytesMax
  }
}
