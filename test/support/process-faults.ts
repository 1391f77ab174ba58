import type { Random } from '../../src/simulator/random.js'
import type { TestPeers } from './peer-process.js'

export interface ProcessFaultsInit {
  readonly peers: TestPeers
  readonly random: Random
  /** The process of a peer was killed, and all it told was heard. */
  readonly onDown: (peer: number) => void
  /** It was started again. */
  readonly onUp: (peer: number) => void
}

/** Kills, stops, continues and restarts the processes of peers, all of which run in the beginning. */
export class ProcessFaults {
  /** What was done, in order, for people who look into a failure. */
  readonly history: string[] = []
  /** Processes that did not die as they should. */
  readonly problems: string[] = []
  readonly #init: ProcessFaultsInit
  readonly #paused = new Set<number>()

  constructor(init: ProcessFaultsInit) {
    this.#init = init
  }

  /** Peers whose process is gone or stands still. */
  get down(): readonly number[] {
    const { peers } = this.#init
    return [...peers.peers.keys()].filter(peer => this.isDown(peer))
  }

  isDown(peer: number): boolean {
    return this.#paused.has(peer) || !this.#init.peers.at(peer).isRunning
  }

  /** Does something to the process of a peer: the next thing, if it is down. */
  async act(peer: number): Promise<void> {
    const { peers, random } = this.#init
    if (!peers.at(peer).isRunning) return this.#restart(peer)
    // Processes that stand still are killed too, sometimes.
    if (this.#paused.has(peer)) {
      return random.chance(0.8) ? this.#resume(peer) : await this.#kill(peer)
    }
    return random.chance(0.5) ? await this.#kill(peer) : this.#pause(peer)
  }

  /** Lets every process run. */
  heal(): void {
    for (const peer of this.down) {
      if (this.#paused.has(peer)) this.#resume(peer)
      else this.#restart(peer)
    }
  }

  async #kill(peer: number): Promise<void> {
    const { peers, onDown } = this.#init
    this.history.push(`kill ${peer + 1}`)
    this.#paused.delete(peer)
    const { code, stderr } = await peers.at(peer).kill()
    onDown(peer)
    if (code !== null) this.problems.push(`peer ${peer + 1} ended with ${code}: ${stderr}`)
  }

  #restart(peer: number): void {
    const { peers, onUp } = this.#init
    this.history.push(`restart ${peer + 1}`)
    peers.at(peer).start()
    onUp(peer)
  }

  #pause(peer: number): void {
    this.history.push(`pause ${peer + 1}`)
    this.#paused.add(peer)
    this.#init.peers.at(peer).pause()
  }

  #resume(peer: number): void {
    this.history.push(`resume ${peer + 1}`)
    this.#paused.delete(peer)
    this.#init.peers.at(peer).resume()
  }
}
