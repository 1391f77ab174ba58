import type { PeerEvent } from '../../src/cli/ndjson.js'
import type { Versioned } from '../../src/cli/object-messages.js'
import { History } from '../../src/simulator/history.js'
import type { Random } from '../../src/simulator/random.js'
import type {
  Content,
  RegisterOperation,
  RegisterResult
} from '../../src/simulator/sequential-models.js'
import { LockRecord } from './lock-record.js'
import type { Answer, TestPeers } from './peer-process.js'
import { ProcessFaults } from './process-faults.js'

const map = 'chaos'
const lockName = 'chaos'
const keys = ['a', 'b'] as const

/** Clients at each peer that use the map. */
const clientsPerPeer = 2

/** Milliseconds between two actions, and between two calls of a client, at least and at most. */
const actionIntervalMs = [100, 500] as const
const callIntervalMs = [2, 20] as const

/** Milliseconds for which clients go on at most after the last action. */
const calmMsMax = 20_000

const callTimeoutMs = 1_000
const ttlMs = 500

/** What a client knows of a key. */
interface Known {
  readonly value: Content
  readonly version: number
}

const absent: Known = { value: null, version: 0 }

/**
 * Peers whose clients read and write a map and take turns at a lock, while their processes are killed, stopped, continued and restarted at
 * random; and a record of what they are told.
 */
export class ObjectChaos {
  readonly history: History<RegisterOperation, RegisterResult> = new History()
  readonly locks: LockRecord = new LockRecord()
  readonly faults: ProcessFaults
  readonly #problems: string[] = []
  readonly #peers: TestPeers
  readonly #random: Random
  readonly #waiting = new Map<string, { peer: number; answered(answer?: Answer): void }>()
  readonly #clients = new Set<Promise<void>>()
  /** What each version of each key holds. */
  readonly #versions = new Map<string, string>()
  #isCalling = false
  #serial = 0

  constructor(peers: TestPeers, random: Random) {
    this.#peers = peers
    this.#random = random
    this.faults = new ProcessFaults({
      peers,
      random,
      onDown: peer => this.#onDown(peer),
      onUp: peer => this.#startClients(peer)
    })
    for (const [index, peer] of peers.peers.entries()) {
      peer.onEvent = event => this.#onEvent(index, event)
    }
  }

  /** Lets things happen for so many seconds, and then every process run until something came of it on a slow machine, too. */
  async run(seconds: number): Promise<void> {
    await this.#peers.startAll()
    this.#isCalling = true
    for (const peer of this.#peers.peers.keys()) this.#startClients(peer)
    const endMs = performance.now() + seconds * 1000
    while (performance.now() < endMs) {
      await this.faults.act(this.#pickPeer())
      await this.#pause(actionIntervalMs)
    }
    this.faults.heal()
    while (!this.#isFruitful() && performance.now() < endMs + calmMsMax) {
      await this.#pause(actionIntervalMs)
    }
    this.#isCalling = false
  }

  /** Waits until all calls are answered, looks at everything once more, and judges. */
  async finish(): Promise<readonly string[]> {
    await Promise.all(this.#clients)
    await Promise.all(
      this.#peers.peers.map(async (peer, index) => {
        await peer.event('ready')
        for (const key of keys) await this.#read(index, `peer ${index + 1}`, key, undefined)
      })
    )
    // Whoever had the lock gave it up, or is gone.
    await this.#useLock(0)
    const exits = await Promise.all(this.#peers.peers.map(peer => peer.close()))
    for (const [peer, { code, stderr }] of exits.entries()) {
      if (code !== 0) this.#problems.push(`peer ${peer + 1} ended with ${code}: ${stderr}`)
    }
    return [...this.#problems, ...this.faults.problems, ...this.locks.judge()]
  }

  #isFruitful(): boolean {
    const returned = this.history.calls.filter(({ outcome }) => outcome.type === 'returned')
    const types = new Set(returned.map(({ operation }) => operation.type))
    return types.size === 3 && this.locks.count > 1
  }

  /** Mostly, a majority goes on. */
  #pickPeer(): number {
    const { down } = this.faults
    const isEnough = down.length >= 2 && this.#random.chance(0.9)
    return isEnough ? this.#random.pick(down) : this.#random.below(this.#peers.peers.length)
  }

  #startClients(peer: number): void {
    const running = this.#peers.at(peer)
    const { process } = running
    const isOn = (): boolean => this.#isCalling && running.process === process && running.isRunning
    for (let client = 1; client <= clientsPerPeer; client += 1) {
      this.#startClient(isOn, () => this.#useMap(peer, `client ${client} of peer ${peer + 1}`))
    }
    this.#startClient(isOn, () => this.#useLock(peer))
  }

  #startClient(isOn: () => boolean, call: () => Promise<void>): void {
    const run = async (): Promise<void> => {
      while (isOn()) {
        await call()
        await this.#pause(callIntervalMs)
      }
    }
    const client = run().finally(() => this.#clients.delete(client))
    this.#clients.add(client)
  }

  async #useMap(peer: number, client: string): Promise<void> {
    const key = this.#random.pick(keys)
    const known = await this.#read(peer, client, key, callTimeoutMs)
    if (known === undefined) return
    if (this.#random.chance(0.5)) await this.#put(peer, client, key)
    else await this.#compareAndSet(peer, client, key, known)
  }

  async #read(
    peer: number,
    client: string,
    key: string,
    timeoutMs: number | undefined
  ): Promise<Known | undefined> {
    const call = this.history.invoke(client, { type: 'read', register: key })
    const answer = await this.#ask(peer, 'got', { get: { map, key }, timeoutMs })
    if (answer?.type !== 'got') {
      this.#onFailed(call, answer)
      return undefined
    }
    const known = answer.found ? this.#see(key, answer) : absent
    this.history.return(call, { found: known.value })
    return known
  }

  async #put(peer: number, client: string, key: string): Promise<void> {
    const value = this.#nextName('value')
    const call = this.history.invoke(client, { type: 'write', register: key, value })
    const put = { map, key, value }
    const answer = await this.#ask(peer, 'put', { put, timeoutMs: callTimeoutMs })
    if (answer?.type !== 'put') {
      this.#onFailed(call, answer)
      return
    }
    this.#see(key, { value, version: answer.slot })
    this.history.return(call, {})
  }

  async #compareAndSet(peer: number, client: string, key: string, known: Known): Promise<void> {
    const value = this.#nextName('value')
    const { value: expected, version } = known
    const operation = { type: 'compare-and-set', register: key, expected, value } as const
    const call = this.history.invoke(client, operation)
    const cas = { map, key, version, value }
    const answer = await this.#ask(peer, 'cas', { cas, timeoutMs: callTimeoutMs })
    if (answer?.type !== 'cas') {
      this.#onFailed(call, answer)
      return
    }
    if (answer.succeeded) {
      this.#see(key, { value, version: answer.slot })
      this.history.return(call, { found: expected })
      return
    }
    const found = answer.found ? this.#see(key, answer) : absent
    if (found.version === version) this.#problems.push(`${JSON.stringify(answer)}: it was so`)
    this.history.return(call, { found: found.value })
  }

  async #useLock(peer: number): Promise<void> {
    const holder = `peer ${peer + 1}`
    const askedAt = this.locks.ask()
    const lock = { name: lockName, ttlMs, waits: this.#random.chance(0.7) || !this.#isCalling }
    const timeoutMs = this.#isCalling ? callTimeoutMs : undefined
    const answer = await this.#ask(peer, 'locked', { lock, timeoutMs })
    if (answer?.type !== 'locked') return
    const { token } = answer
    this.locks.onLocked(holder, token, askedAt)
    await this.#pause(callIntervalMs)
    const unlockAskedAt = this.locks.ask()
    const request = { unlock: { name: lockName }, timeoutMs: callTimeoutMs }
    const unlocked = await this.#ask(peer, 'unlocked', request)
    if (unlocked?.type === 'unlocked') this.locks.onUnlocked(token, unlockAskedAt)
  }

  /** Resolves with the answer; with undefined if there is no process, or it is killed before that comes. */
  async #ask(
    peer: number,
    type: Answer['type'],
    request: Record<string, unknown>
  ): Promise<Answer | undefined> {
    if (!this.#peers.at(peer).isRunning) return undefined
    const id = this.#nextName('request')
    const answer = await new Promise<Answer | undefined>(resolve => {
      this.#waiting.set(id, { peer, answered: resolve })
      this.#peers.at(peer).process.sendLine(JSON.stringify({ id, ...request }))
    })
    const allowed = [type, 'failed', 'taken', undefined]
    if (!allowed.includes(answer?.type)) {
      this.#problems.push(`${JSON.stringify(request)} got ${JSON.stringify(answer)}`)
    }
    return answer
  }

  #onFailed(call: number, answer: Answer | undefined): void {
    if (answer?.type !== 'failed') this.history.unknown(call)
    else if (answer.mayHaveTakenEffect) this.history.unknown(call)
    else this.history.fail(call)
  }

  /** No two values of a key have the same version. */
  #see(key: string, seen: Versioned): Known {
    if (!('value' in seen)) throw new TypeError(`it holds no text: ${JSON.stringify(seen)}`)
    const { value, version } = seen
    const name = `${key} ${version}`
    const known = this.#versions.get(name) ?? value
    this.#versions.set(name, known)
    if (known !== value) this.#problems.push(`version ${name} is ${known}, and ${value}`)
    return { value, version }
  }

  #onEvent(peer: number, event: PeerEvent): void {
    if (event.type === 'halt') this.#problems.push(`peer ${peer + 1}: ${JSON.stringify(event)}`)
    if (event.type === 'lock-lost') this.locks.onLost(`peer ${peer + 1}`, event.token)
    if (!('id' in event)) return
    const waiting = this.#waiting.get(event.id ?? '')
    this.#waiting.delete(event.id ?? '')
    if (waiting === undefined) this.#problems.push(`nobody asked: ${JSON.stringify(event)}`)
    waiting?.answered(event)
  }

  #onDown(peer: number): void {
    for (const [id, waiting] of this.#waiting) {
      if (waiting.peer !== peer) continue
      this.#waiting.delete(id)
      waiting.answered(undefined)
    }
  }

  #nextName(what: string): string {
    this.#serial += 1
    return `${what} ${this.#serial}`
  }

  /** The pace of what happens, not a wait for something. */
  async #pause([minMs, maxMs]: readonly [number, number]): Promise<void> {
    const delayMs = this.#random.between(minMs, maxMs)
    await new Promise(resolve => setTimeout(resolve, delayMs))
  }
}
