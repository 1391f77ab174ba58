import { bottomBallot } from '../../src/core/ballot.js'
import type { Batch, GenesisRecord } from '../../src/core/batch.js'
import type { Configuration, QuorumRule } from '../../src/core/configuration.js'
import { Genesis, type GenesisEffects, type GenesisInput } from '../../src/core/genesis.js'
import type { GenesisMessage } from '../../src/core/genesis-messages.js'

export type Fate = 'flush' | 'lose' | 'flush-and-crash' | 'wipe'

export const empty: GenesisRecord = { promisedBallot: bottomBallot(0), chosen: false }
export const majority: QuorumRule = { prepare: 2, accept: 2 }
export const nameHash: Uint8Array = new Uint8Array(32)

export interface Founder {
  readonly peerId: string
  incarnation: bigint
  disk: GenesisRecord
  machine: Genesis
  wakeAtMs: number
  readonly batches: Batch[]
  readonly mismatches: string[]
}

export interface Frame {
  readonly from: string
  readonly to: string
  readonly incarnation: bigint
  readonly message: GenesisMessage
}

/** Founders on one clock, with a network and disks that fail as told. */
export class Founders {
  readonly all: Founder[]
  readonly frames: Frame[] = []
  readonly quorum: QuorumRule
  nowMs = 0
  flushes = 0
  /** What becomes of the n-th flush. */
  fate: (flush: number, founder: Founder) => Fate = () => 'flush'
  /** How many copies of a frame arrive. */
  copies: (frame: Frame) => number = () => 1
  #incarnations = 100n

  constructor(count: number, quorum: QuorumRule = majority) {
    this.quorum = quorum
    const names = Array.from({ length: count }, (_, i) => `p${i + 1}`)
    this.all = names.map((peerId, i) => {
      const incarnation = BigInt(i + 1)
      const machine = this.#machine(peerId, names, incarnation, empty)
      return { peerId, incarnation, disk: empty, machine, wakeAtMs: 0, batches: [], mismatches: [] }
    })
  }

  get(peerId: string): Founder {
    const found = this.all.find(founder => founder.peerId === peerId)
    if (found === undefined) throw new Error(`no founder ${peerId}`)
    return found
  }

  get configurations(): (Configuration | undefined)[] {
    return this.all.map(({ machine }) => machine.configuration)
  }

  step(founder: Founder, inputs: readonly GenesisInput[]): GenesisEffects {
    const effects = founder.machine.step(inputs, this.nowMs)
    founder.wakeAtMs = effects.wakeAtMs
    if (effects.mismatch !== undefined) founder.mismatches.push(effects.mismatch)
    this.#send(founder, effects.messages)
    const { persist, afterDurable } = effects
    if (persist === undefined) return effects
    this.flushes += 1
    const fate = this.fate(this.flushes, founder)
    if (fate === 'flush' || fate === 'flush-and-crash') {
      founder.disk = persist.batch.genesis ?? founder.disk
      founder.batches.push(persist.batch)
    }
    if (fate === 'flush') {
      this.#send(founder, afterDurable?.messages ?? [])
      this.step(founder, [{ type: 'durable', batchId: persist.batchId }])
    } else {
      this.restart(founder, fate === 'wipe')
    }
    return effects
  }

  /** Begins another life, from the disk or from nothing. */
  restart(founder: Founder, wiped: boolean): void {
    if (wiped) {
      this.#incarnations += 1n
      founder.incarnation = this.#incarnations
      founder.disk = empty
    }
    const names = this.all.map(({ peerId }) => peerId)
    founder.machine = this.#machine(founder.peerId, names, founder.incarnation, founder.disk)
    founder.wakeAtMs = this.nowMs
  }

  /** Delivers and ticks until everyone knows the configuration, or time is up. */
  run(untilMs: number): void {
    while (this.nowMs < untilMs) {
      for (const founder of this.all) {
        if (founder.wakeAtMs <= this.nowMs) this.step(founder, [{ type: 'tick' }])
      }
      this.deliver()
      if (this.configurations.every(found => found !== undefined)) return
      this.nowMs += 10
    }
  }

  deliver(): void {
    for (let frame = this.frames.shift(); frame !== undefined; frame = this.frames.shift()) {
      const { to, from, incarnation, message } = frame
      const copies = this.copies(frame)
      for (let i = 0; i < copies; i += 1) {
        this.step(this.get(to), [{ type: 'message', from, incarnation, message }])
      }
    }
  }

  #send(founder: Founder, envelopes: GenesisEffects['messages']): void {
    for (const { to, message } of envelopes) {
      this.frames.push({ from: founder.peerId, to, incarnation: founder.incarnation, message })
    }
  }

  #machine(
    peerId: string,
    founders: readonly string[],
    incarnation: bigint,
    recovered: GenesisRecord
  ): Genesis {
    return new Genesis({
      self: { peerId, incarnation },
      founders,
      quorum: this.quorum,
      nameHash,
      recovered,
      connected: founders,
      heartbeatIntervalMs: 100,
      nowMs: this.nowMs
    })
  }
}
