/** Takes as much of the event loop's time as everything else in it takes: what the process does goes at half its speed. */
export class Drag {
  #isOn = true
  #freeMs = performance.now()

  constructor() {
    this.#next()
  }

  stop(): void {
    this.#isOn = false
  }

  #next(): void {
    // As long as one of these waits, the event loop does not sleep: what passed in between was work.
    setImmediate(() => {
      const workedMs = performance.now() - this.#freeMs
      const endMs = performance.now() + workedMs
      while (performance.now() < endMs);
      this.#freeMs = performance.now()
      if (this.#isOn) this.#next()
    })
  }
}
