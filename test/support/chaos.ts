import { Traffic } from '../../src/cli/demo/traffic.js'
import { Ledger } from '../../src/cli/demo/verify.js'
import type { PeerEvent } from '../../src/cli/ndjson.js'
import type { Random } from '../../src/simulator/random.js'
import type { TestPeers } from './peer-process.js'
import { ProcessFaults } from './process-faults.js'

interface Barrier {
  /** The highest slot that anybody had acknowledged when the barrier was asked for. */
  readonly acknowledgedSlotMax: number
}

/** Proposals a second at all peers together: a peer that restarts prints all of them again. */
const rate = 200

/** Proposals in flight at each peer. */
const inFlight = 8

/** Milliseconds between two actions, at least and at most. */
const actionIntervalMs = [100, 1_200] as const

/**
 * Peers that all propose while their processes are killed, stopped, continued and restarted at random, and what they tell, judged as
 * it comes.
 */
export class Chaos {
  readonly problems: string[] = []
  readonly faults: ProcessFaults
  readonly ledger: Ledger
  readonly #peers: TestPeers
  readonly #random: Random
  readonly #traffic: Traffic
  readonly #barriers = new Map<string, Barrier>()
  #acknowledgedSlotMax = 0
  #barrierSerial = 0
  #answeredCount = 0

  constructor(peers: TestPeers, random: Random) {
    this.#peers = peers
    this.#random = random
    const peerCount = peers.peers.length
    this.ledger = new Ledger(peerCount)
    this.#traffic = new Traffic({
      peerCount,
      inFlight,
      rate,
      propose: (peer, value) => {
        this.ledger.onProposed(value)
        this.#peers.at(peer).process.propose(value, value)
      }
    })
    this.faults = new ProcessFaults({
      peers,
      random,
      onDown: peer => this.#traffic.onDown(peer),
      onUp: peer => {
        this.ledger.onStarted(peer)
        this.#traffic.onUp(peer)
      }
    })
    for (const [index, peer] of peers.peers.entries()) {
      peer.onEvent = event => this.#onEvent(index, event)
    }
  }

  /** Barriers that were answered while processes came and went. */
  get answeredBarrierCount(): number {
    return this.#answeredCount
  }

  /** Lets things happen for so many seconds. */
  async run(seconds: number): Promise<void> {
    await this.#peers.startAll()
    for (const peer of this.#peers.peers.keys()) this.#traffic.onUp(peer)
    this.#traffic.start()
    const endMs = performance.now() + seconds * 1000
    try {
      while (performance.now() < endMs && this.problems.length === 0) {
        await this.#act()
        const [minMs, maxMs] = actionIntervalMs
        const delayMs = this.#random.between(minMs, maxMs)
        // The pace of what happens, not a wait for something.
        await new Promise(resolve => setTimeout(resolve, delayMs))
      }
    } finally {
      this.#traffic.stop()
    }
  }

  /** Lets every process run, waits until all proposals are answered, and judges. */
  async heal(): Promise<readonly string[]> {
    this.faults.heal()
    await Promise.all(
      this.#peers.peers.map((peer, index) =>
        peer.until('its proposals are answered', () => this.#traffic.waitingCountAt(index) === 0)
      )
    )
    const barriers = await Promise.all(this.#peers.peers.map(peer => peer.barrier()))
    const exits = await Promise.all(this.#peers.peers.map(peer => peer.close()))
    for (const [peer, { code, stderr }] of exits.entries()) {
      if (code !== 0) this.problems.push(`peer ${peer + 1} ended with ${code}: ${stderr}`)
    }
    return [
      ...this.problems,
      ...this.faults.problems,
      ...this.ledger.finish(new Map(barriers.entries()))
    ]
  }

  async #act(): Promise<void> {
    const peer = this.#random.below(this.#peers.peers.length)
    if (this.faults.isDown(peer) || this.#random.chance(0.5)) await this.faults.act(peer)
    else this.#askBarrier(peer)
  }

  #askBarrier(peer: number): void {
    this.#barrierSerial += 1
    const id = `barrier ${this.#barrierSerial}`
    this.#barriers.set(id, { acknowledgedSlotMax: this.#acknowledgedSlotMax })
    this.#peers.at(peer).process.barrier(id)
  }

  #onEvent(index: number, event: PeerEvent): void {
    switch (event.type) {
      case 'chosen':
        this.ledger.onChosen(index, {
          slot: event.slot,
          value: 'value' in event ? event.value : event.valueBase64
        })
        return
      case 'acknowledged':
        this.#acknowledgedSlotMax = Math.max(this.#acknowledgedSlotMax, event.slot)
        this.ledger.onAcknowledged(index, { slot: event.slot, value: event.id })
        this.#traffic.onAcknowledged(index, event.id)
        return
      case 'barrier':
        this.#onBarrier(index, event.id, event.slot)
        return
      case 'failed':
      case 'halt':
        this.problems.push(`peer ${index + 1}: ${JSON.stringify(event)}`)
    }
  }

  #onBarrier(index: number, id: string, slot: number): void {
    const barrier = this.#barriers.get(id)
    if (barrier === undefined) return
    this.#barriers.delete(id)
    this.#answeredCount += 1
    if (slot < barrier.acknowledgedSlotMax) {
      this.problems.push(
        `${id} at peer ${index + 1} reached ${slot}, but ${barrier.acknowledgedSlotMax} was acknowledged before`
      )
    }
    const missing = this.ledger.missingOf(index, slot)
    if (missing > 0) {
      this.problems.push(`${id} at peer ${index + 1} came before ${missing} values up to ${slot}`)
    }
  }
}
