import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { MuxerName } from '../test/support/libp2p-node.js'
import type { Started, StateSize } from './commands.js'
import type { Place } from './place.js'
import { createVoter, type Voter } from './voter-place.js'
import { VoterProcess } from './voter-process.js'

/** Milliseconds within which the voters of one machine must have a leader. */
const readyTimeoutMs = 30_000

/** Milliseconds between two looks at who leads, while a change of leader is under way. */
const pollIntervalMs = 20

/** What a group is made of. */
export interface VoterGroupInit {
  /** Directory below which the stores lie; the system's own for temporary files by default. */
  readonly parent?: string | undefined
  /** @default 3 */
  readonly voters?: number
  /** A machine of every voter; none by default. */
  readonly state?: StateSize
  /** @default 'yamux' */
  readonly muxer?: MuxerName
  /** Where the voters run. @default this machine's loopback interface */
  readonly places?: readonly Place[]
}

/** Voters of one group, three by default, each in a process of its own. */
export class VoterGroup implements AsyncDisposable {
  readonly #directory: string
  readonly #voters: readonly Voter[]
  #scratchCount = 0
  readonly #init: VoterGroupInit

  private constructor(directory: string, voters: readonly Voter[], init: VoterGroupInit) {
    this.#directory = directory
    this.#voters = voters
    this.#init = init
  }

  /** Starts voters with new stores and waits until they agree on a leader. */
  static async start(init: VoterGroupInit = {}): Promise<VoterGroup> {
    const directory = await mkdtemp(join(init.parent ?? tmpdir(), 'libp2p-paxos-bench-'))
    const voters = await Promise.all(
      Array.from({ length: init.voters ?? 3 }, (_, i) =>
        createVoter(directory, i + 1, init.places?.[i])
      )
    )
    const group = new VoterGroup(directory, voters, init)
    try {
      for (const voter of voters) await group.#run(voter)
      await group.ready()
    } catch (error) {
      await group[Symbol.asyncDispose]()
      throw error
    }
    return group
  }

  get processes(): readonly VoterProcess[] {
    return this.#voters.map(({ process }) => process)
  }

  get peerIds(): readonly string[] {
    return this.#voters.map(({ peerId }) => peerId)
  }

  /** Where the store lies of the voter that runs in `process`. */
  directoryOf(process: VoterProcess): string {
    return this.#voterIn(process).directory
  }

  /** PeerIds of all voters but the one that runs in `process`. */
  peersOf(process: VoterProcess): string[] {
    return this.#voters.filter(voter => voter.process !== process).map(({ peerId }) => peerId)
  }

  /** Resolves once all voters reach each other, know a leader and what was chosen. */
  async ready(): Promise<void> {
    const ready = Promise.all(this.processes.map(process => process.call('ready', null)))
    const timeout = Promise.withResolvers<never>()
    const timer = setTimeout(
      () => timeout.reject(new Error(`no leader of all voters within ${readyTimeoutMs} ms`)),
      readyTimeoutMs
    )
    await Promise.race([ready, timeout.promise]).finally(() => clearTimeout(timer))
  }

  /** The process that leads now, and the others, as soon as all voters see the same leader. */
  async roles(): Promise<{ leader: VoterProcess; followers: readonly VoterProcess[] }> {
    const endMs = performance.now() + readyTimeoutMs
    for (;;) {
      const statuses = await Promise.all(this.processes.map(voter => voter.call('status', null)))
      const names = new Set(statuses.map(({ leader }) => leader))
      const leader = this.#voters.find(({ peerId }) => names.has(peerId))?.process
      if (leader !== undefined && names.size === 1) {
        return { leader, followers: this.processes.filter(process => process !== leader) }
      }
      if (performance.now() > endMs) throw new Error('the voters see no single leader')
      await sleep(pollIntervalMs)
    }
  }

  /** Starts a voter again whose process was killed, with the store that it left. */
  async restart(process: VoterProcess): Promise<Started & { readonly process: VoterProcess }> {
    const voter = this.#voterIn(process)
    await process.gone()
    voter.process = new VoterProcess(voter.place)
    const started = await this.#run(voter)
    await this.ready()
    return { ...started, process: voter.process }
  }

  /** A path beside the stores, for another store. */
  scratch(): string {
    this.#scratchCount += 1
    return join(this.#directory, `scratch-${this.#scratchCount}`)
  }

  /** Ends the processes at once: everything that is asked of them rejects. */
  kill(): void {
    for (const process of this.processes) process.kill()
  }

  /** Kills the processes and deletes their stores. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.kill()
    await Promise.all(this.processes.map(process => process.gone()))
    await rm(this.#directory, { recursive: true, force: true })
  }

  #voterIn(process: VoterProcess): Voter {
    const voter = this.#voters.find(other => other.process === process)
    if (voter === undefined) throw new Error('no voter runs in this process')
    return voter
  }

  async #run(voter: Voter): Promise<Started> {
    const { process, privateKey, directory } = voter
    const { state, muxer } = this.#init
    const address = await process.call('start', {
      privateKey,
      directory,
      founders: this.peerIds,
      host: voter.place.host,
      ...(state && { state }),
      ...(muxer && { muxer })
    })
    voter.address = address
    for (const other of this.#voters) {
      if (other === voter || other.address === undefined) continue
      await process.call('introduce', other.address)
      await other.process.call('introduce', address)
    }
    return address
  }
}
