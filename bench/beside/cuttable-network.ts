import { execFileSync, spawnSync } from 'node:child_process'
import type { Place } from '../place.js'

/** Third number of the addresses 10.213.x.y, so that two runs do not meet. */
const numbers = 256

/** Last number of the address of this process. */
const hostNumber = 254

/**
 * Network namespaces of Linux that are joined by a bridge. A cable can be pulled out of the bridge: what is sent vanishes, and
 * nobody is told.
 */
export class CuttableNetwork implements Disposable {
  readonly places: readonly Place[]
  readonly #bridge: string

  private constructor(bridge: string, places: readonly Place[]) {
    this.#bridge = bridge
    this.places = places
  }

  /** Makes as many places as asked for. Undefined where only root could, or where this is not Linux. */
  static create(count: number): CuttableNetwork | undefined {
    const bridge = `bench${process.pid}`
    if (spawnSync('ip', ['link', 'add', bridge, 'type', 'bridge']).status !== 0) return undefined
    const hostOf = (number: number): string => `10.213.${process.pid % numbers}.${number}`
    const places = Array.from({ length: count }, (_, i) => ({
      host: hostOf(i + 1),
      prefix: ['ip', 'netns', 'exec', `${bridge}-${i + 1}`]
    }))
    const network = new CuttableNetwork(bridge, places)
    try {
      ip('addr', 'add', `${hostOf(hostNumber)}/24`, 'dev', bridge)
      ip('link', 'set', bridge, 'up')
      for (const { host } of places) network.#connect(host)
    } catch (error) {
      network[Symbol.dispose]()
      throw error
    }
    return network
  }

  /** The command that pulls the cable of a place out, wherever it is given. */
  cutCommand(host: string): string[] {
    const here = ['nsenter', `--net=/proc/${process.pid}/ns/net`]
    return [...here, 'ip', 'link', 'set', this.#cableOf(host), 'nomaster']
  }

  /** Puts it back. */
  heal(host: string): void {
    ip('link', 'set', this.#cableOf(host), 'master', this.#bridge)
  }

  [Symbol.dispose](): void {
    for (const { host } of this.places) {
      spawnSync('ip', ['link', 'del', this.#cableOf(host)])
      spawnSync('ip', ['netns', 'del', this.#namespaceOf(host)])
    }
    spawnSync('ip', ['link', 'del', this.#bridge])
  }

  #connect(host: string): void {
    const namespace = this.#namespaceOf(host)
    const cable = this.#cableOf(host)
    ip('netns', 'add', namespace)
    ip('link', 'add', cable, 'type', 'veth', 'peer', 'name', 'eth0', 'netns', namespace)
    ip('link', 'set', cable, 'master', this.#bridge, 'up')
    ip('-n', namespace, 'addr', 'add', `${host}/24`, 'dev', 'eth0')
    ip('-n', namespace, 'link', 'set', 'eth0', 'up')
    ip('-n', namespace, 'link', 'set', 'lo', 'up')
  }

  #namespaceOf(host: string): string {
    return `${this.#bridge}-${this.#numberOf(host)}`
  }

  #cableOf(host: string): string {
    return `${this.#bridge}c${this.#numberOf(host)}`
  }

  #numberOf(host: string): number {
    return this.places.findIndex(place => place.host === host) + 1
  }
}

function ip(...args: readonly string[]): void {
  execFileSync('ip', args, { stdio: ['ignore', 'ignore', 'inherit'] })
}
