import type { PeerEvent } from '../ndjson.js'
import type { Cluster } from './cluster.js'
import { Conditions } from './conditions.js'
import type { DemoOptions } from './options.js'
import type { PeerExit } from './peer-process.js'
import type { PeerView, Progress, Summary } from './report.js'
import { Traffic } from './traffic.js'
import { Ledger } from './verify.js'
import type { DemoView } from './view.js'

/** Milliseconds over which the rate of progress is taken. */
const rateWindowMs = 1_000

interface Actor {
  state: PeerView['state']
  leader: string | null
  ballot: string | null
  isAvailable: boolean
  barrierSlot: number | undefined
}

/** The peers of a demo and what happens to them. */
export class Stage {
  readonly #options: DemoOptions
  readonly #cluster: Cluster
  readonly #view: DemoView
  readonly #ledger: Ledger
  readonly #traffic: Traffic
  readonly #actors: readonly Actor[]
  readonly #conditions = new Conditions()
  readonly #startMs = performance.now()
  readonly #samples: {
    readonly atMs: number
    readonly values: number
    readonly proposals: number
  }[] = []
  #progressTimer: NodeJS.Timeout | undefined
  #firstLeaderMs: number | undefined
  /** The proposal that was made at each survivor right after the kill. */
  readonly #probes = new Set<string>()
  #probeAnswer: { readonly peer: number; readonly atMs: number } | undefined
  #isEnding = false

  constructor(options: DemoOptions, cluster: Cluster, view: DemoView) {
    this.#options = options
    this.#cluster = cluster
    this.#view = view
    this.#ledger = new Ledger(options.peerCount)
    this.#actors = cluster.peerIds.map(newActor)
    this.#traffic = new Traffic({
      peerCount: options.peerCount,
      inFlight: options.inFlight,
      rate: options.rate,
      propose: (peer, value) => {
        this.#ledger.onProposed(value)
        cluster.process(peer).propose(value, value)
      }
    })
  }

  /** Plays all acts. Rejects if one cannot be played to its end. */
  async run(): Promise<Summary> {
    const { seconds, discovery } = this.#options
    const { directory, peerIds } = this.#cluster
    this.#view.event({ type: 'started', directory, discovery, peerIds })
    for (const peer of this.#actors.keys()) this.#cluster.start(peer)
    await this.#conditions.until('all peers are ready', () =>
      this.#areAll(({ state }) => state === 'running')
    )
    await this.#conditions.until('all peers know a leader', () =>
      this.#areAll(({ leader, isAvailable }) => leader !== null && isAvailable)
    )
    this.#traffic.start()
    const trafficMs = performance.now()
    for (const peer of this.#actors.keys()) this.#traffic.onUp(peer)
    this.#progressTimer = setInterval(() => this.#showProgress(), this.#view.progressIntervalMs)
    await this.#conditions.pause(trafficMs + seconds * 400)
    const valuesPerSecond = (this.#ledger.valueCount / (performance.now() - trafficMs)) * 1000
    const { victim, failoverMs } = await this.#killLeader()
    await this.#conditions.pause(trafficMs + seconds * 600)
    const catchUpMs = await this.#restart(victim)
    await this.#conditions.pause(trafficMs + seconds * 1000)
    const problems = await this.#verify()
    const { valueCount, acknowledgedCount, slotMax } = this.#ledger
    return {
      type: 'summary',
      agreed: problems.length === 0,
      problems,
      values: valueCount,
      acknowledged: acknowledgedCount,
      slot: slotMax,
      firstLeaderMs: this.#firstLeaderMs ?? 0,
      valuesPerSecond,
      failoverMs,
      catchUpMs,
      ...this.#traffic.durations.latency()
    }
  }

  /** Stops proposing and showing. */
  stop(): void {
    this.#isEnding = true
    this.#traffic.stop()
    clearInterval(this.#progressTimer)
    this.#conditions.fail(new Error('the demo was stopped'))
  }

  onEvent(peer: number, event: PeerEvent): void {
    switch (event.type) {
      case 'ready':
        this.#onReady(peer)
        break
      case 'leader':
        this.#onLeader(peer, event.peerId, event.ballot)
        break
      case 'quorum':
        this.#actor(peer).isAvailable = event.state === 'available'
        break
      case 'chosen': {
        const value = 'value' in event ? event.value : `base64 ${event.valueBase64}`
        this.#ledger.onChosen(peer, { slot: event.slot, value })
        break
      }
      case 'acknowledged':
        this.#onAcknowledged(peer, event.id, event.slot)
        break
      case 'barrier':
        this.#actor(peer).barrierSlot = event.slot
        break
      case 'failed':
      case 'halt':
        if (this.#isEnding || this.#actor(peer).state === 'killed') return
        this.#conditions.fail(
          new Error(`peer ${peer + 1}: ${event.error.name}: ${event.error.message}`)
        )
    }
    this.#conditions.wake()
  }

  onExit(peer: number, exit: PeerExit): void {
    const actor = this.#actor(peer)
    this.#conditions.wake()
    if (this.#isEnding || actor.state === 'killed') return
    this.#conditions.fail(new Error(`peer ${peer + 1} ended unexpectedly: ${describeExit(exit)}`))
  }

  #onReady(peer: number): void {
    const actor = this.#actor(peer)
    if (actor.state !== 'starting') return
    actor.state = 'running'
    const pid = this.#cluster.process(peer).pid ?? 0
    this.#view.event({ type: 'ready', peer: peer + 1, pid, afterMs: this.#elapsedMs() })
  }

  #onLeader(peer: number, leader: string | null, ballot: string | null): void {
    const actor = this.#actor(peer)
    const wasLeading = this.#isLeading(peer)
    actor.leader = leader
    actor.ballot = ballot
    if (wasLeading || !this.#isLeading(peer)) return
    const afterMs = this.#elapsedMs()
    this.#firstLeaderMs ??= afterMs
    this.#view.event({ type: 'leader', leader: peer + 1, ballot, afterMs })
  }

  #onAcknowledged(peer: number, value: string, slot: number): void {
    this.#ledger.onAcknowledged(peer, { slot, value })
    if (this.#probes.has(value)) {
      this.#probeAnswer ??= { peer, atMs: performance.now() }
    }
    this.#traffic.onAcknowledged(peer, value)
  }

  /** Kills the leader and waits until a survivor's proposal was chosen. */
  async #killLeader(): Promise<{ victim: number; failoverMs: number }> {
    await this.#conditions.until('there is a leader', () => this.#leader() !== undefined)
    const victim = this.#leader() ?? 0
    const killedMs = performance.now()
    this.#cluster.process(victim).signal('SIGKILL')
    this.#actor(victim).state = 'killed'
    this.#traffic.onDown(victim)
    for (const [peer, { state }] of this.#actors.entries()) {
      if (state === 'running') this.#probes.add(this.#traffic.proposeAt(peer))
    }
    this.#view.event({ type: 'killed', peer: victim + 1, slot: this.#ledger.slotMax })
    await this.#conditions.until(
      'a value is chosen after the kill',
      () => this.#probeAnswer !== undefined
    )
    const { peer, atMs } = this.#probeAnswer ?? { peer: 0, atMs: 0 }
    const failoverMs = atMs - killedMs
    this.#view.event({ type: 'failover', peer: peer + 1, afterMs: failoverMs })
    return { victim, failoverMs }
  }

  /** Starts a dead peer and waits until it knows all that was chosen without it. */
  async #restart(peer: number): Promise<number> {
    const { exited } = this.#cluster.process(peer)
    await exited
    const slot = this.#ledger.slotMax
    const restartedMs = performance.now()
    const actor = this.#actor(peer)
    Object.assign(actor, newActor())
    this.#ledger.onStarted(peer)
    const { pid = 0 } = this.#cluster.start(peer)
    this.#view.event({ type: 'restarted', peer: peer + 1, pid })
    await this.#conditions.until('the restarted peer is ready', () => actor.state === 'running')
    this.#traffic.onUp(peer)
    await this.#conditions.until(
      'the restarted peer caught up',
      () => this.#ledger.slotMaxOf(peer) >= slot
    )
    const afterMs = performance.now() - restartedMs
    this.#view.event({ type: 'caught-up', peer: peer + 1, slot, afterMs })
    return afterMs
  }

  /** Lets everything finish, compares all peers and ends them in order. */
  async #verify(): Promise<readonly string[]> {
    this.#traffic.stop()
    await this.#conditions.until('all proposals are chosen', () => this.#traffic.waitingCount === 0)
    for (const peer of this.#actors.keys()) this.#cluster.process(peer).barrier('end')
    await this.#conditions.until('all peers answered a barrier', () =>
      this.#areAll(({ barrierSlot }) => barrierSlot !== undefined)
    )
    this.#showProgress()
    clearInterval(this.#progressTimer)
    const barriers = this.#actors.map(({ barrierSlot }) => barrierSlot ?? 0)
    this.#view.event({ type: 'verifying', barriers })
    const problems = this.#ledger.finish(barriers)
    this.#isEnding = true
    const exits = await this.#cluster.close()
    const untidy = exits.flatMap((exit, peer) =>
      exit.code === 0 ? [] : [`peer ${peer + 1} did not close in order: ${describeExit(exit)}`]
    )
    return [...problems, ...untidy]
  }

  /** The peer that leads in its own view; where two do, the one that most others follow. */
  #leader(): number | undefined {
    const { peerIds } = this.#cluster
    const followers = (peer: number): number =>
      this.#actors.filter(({ leader }) => leader === peerIds[peer]).length
    return [...this.#actors.keys()]
      .filter(peer => this.#isLeading(peer))
      .sort((a, b) => followers(b) - followers(a))[0]
  }

  #isLeading(peer: number): boolean {
    const { state, leader } = this.#actor(peer)
    return state === 'running' && leader === this.#cluster.peerIds[peer]
  }

  #showProgress(): void {
    const atMs = performance.now()
    const { durations } = this.#traffic
    const sample = { atMs, values: this.#ledger.valueCount, proposals: durations.count }
    this.#samples.push(sample)
    while ((this.#samples[1]?.atMs ?? atMs) <= atMs - rateWindowMs) this.#samples.shift()
    const oldest = this.#samples[0] ?? sample
    const seconds = (atMs - oldest.atMs) / 1000
    const leader = this.#leader()
    const progress: Progress = {
      type: 'progress',
      elapsedMs: this.#elapsedMs(),
      peers: this.#actors.map((_, peer) => this.#peerView(peer)),
      leader: leader === undefined ? null : leader + 1,
      ballot: leader === undefined ? null : this.#actor(leader).ballot,
      slot: this.#ledger.slotMax,
      valuesPerSecond: seconds > 0 ? (sample.values - oldest.values) / seconds : 0,
      inFlight: this.#traffic.waitingCount,
      ...durations.latency(oldest.proposals)
    }
    this.#view.event(progress)
  }

  #peerView(peer: number): PeerView {
    const { state, leader, ballot } = this.#actor(peer)
    const followed = leader === null ? -1 : this.#cluster.peerIds.indexOf(leader)
    return {
      peer: peer + 1,
      pid: this.#cluster.process(peer).pid ?? null,
      state,
      leader: followed < 0 ? null : followed + 1,
      ballot,
      slot: this.#ledger.slotMaxOf(peer)
    }
  }

  #actor(peer: number): Actor {
    const actor = this.#actors[peer]
    if (actor === undefined) throw new Error(`there is no peer ${peer + 1}`)
    return actor
  }

  #areAll(isSo: (actor: Actor) => boolean): boolean {
    return this.#actors.every(isSo)
  }

  #elapsedMs(): number {
    return performance.now() - this.#startMs
  }
}

function newActor(): Actor {
  return {
    state: 'starting',
    leader: null,
    ballot: null,
    isAvailable: false,
    barrierSlot: undefined
  }
}

function describeExit({ code, signal, stderr }: PeerExit): string {
  const how = signal === null ? `exit code ${code}` : `signal ${signal}`
  return stderr.trim() === '' ? how : `${how}, ${stderr.trim().replaceAll('\n', ' ')}`
}
