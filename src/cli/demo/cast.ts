import type { PeerEvent } from '../ndjson.js'
import type { Cluster, StartOptions } from './cluster.js'
import { Conditions } from './conditions.js'
import type { DemoOptions } from './options.js'
import type { PeerExit } from './peer-process.js'
import type { PeerView, Progress } from './report.js'
import { Traffic } from './traffic.js'
import { Ledger } from './verify.js'
import type { DemoView } from './view.js'

/** Milliseconds over which the rate of progress is taken. */
const rateWindowMs = 1_000

/** One peer, as far as it told. */
export interface Actor {
  state: PeerView['state']
  leader: string | null
  ballot: string | null
  isAvailable: boolean
  barrierSlot: number | undefined
}

/** The peers of a demo: what they tell, what they are told to propose, and whether they agree in the end. */
export class Cast {
  readonly actors: readonly Actor[]
  readonly conditions: Conditions = new Conditions()
  readonly ledger: Ledger
  readonly traffic: Traffic
  /** When the first leader was known. */
  firstLeaderMs: number | undefined
  /** Hears every event after it was taken note of. */
  onEvent: (peer: number, event: PeerEvent) => void = () => undefined
  readonly #cluster: Cluster
  readonly #view: DemoView
  readonly #startMs = performance.now()
  readonly #samples: {
    readonly atMs: number
    readonly values: number
    readonly proposals: number
  }[] = []
  #progressTimer: NodeJS.Timeout | undefined
  #isEnding = false

  constructor(options: DemoOptions, cluster: Cluster, view: DemoView) {
    this.#cluster = cluster
    this.#view = view
    this.ledger = new Ledger(options.peerCount)
    this.actors = cluster.peerIds.map(newActor)
    this.traffic = new Traffic({
      peerCount: options.peerCount,
      inFlight: options.inFlight,
      rate: options.rate,
      propose: (peer, value) => {
        this.ledger.onProposed(value)
        cluster.process(peer).propose(value, value)
      }
    })
  }

  /** Peers whose processes take part. */
  get running(): number[] {
    return [...this.actors.keys()].filter(peer => this.actor(peer).state === 'running')
  }

  actor(peer: number): Actor {
    const actor = this.actors[peer]
    if (actor === undefined) throw new Error(`there is no peer ${peer + 1}`)
    return actor
  }

  /** Starts the process of a peer, the first time or again; `onUp` tells when it is to propose. */
  start(peer: number, options: StartOptions = {}): void {
    Object.assign(this.actor(peer), newActor())
    this.ledger.onStarted(peer)
    this.#cluster.start(peer, options)
  }

  /** Kills the process of a peer. What becomes of its proposals nobody will tell. */
  kill(peer: number, state: 'killed' | 'gone' = 'killed'): void {
    this.#cluster.process(peer).signal('SIGKILL')
    this.actor(peer).state = state
    this.traffic.onDown(peer)
  }

  /** Lets every peer that runs propose, and shows how things stand from now on. */
  startTraffic(): void {
    this.traffic.start()
    for (const peer of this.running) this.traffic.onUp(peer)
    this.#progressTimer = setInterval(() => this.showProgress(), this.#view.progressIntervalMs)
  }

  /** Stops proposing and showing. */
  stop(): void {
    this.#isEnding = true
    this.traffic.stop()
    clearInterval(this.#progressTimer)
    this.conditions.fail(new Error('the demo was stopped'))
  }

  take(peer: number, event: PeerEvent): void {
    switch (event.type) {
      case 'ready':
        this.#onReady(peer)
        break
      case 'leader':
        this.#onLeader(peer, event.peerId, event.ballot)
        break
      case 'quorum':
        this.actor(peer).isAvailable = event.state === 'available'
        break
      case 'chosen': {
        const value = 'value' in event ? event.value : `base64 ${event.valueBase64}`
        this.ledger.onChosen(peer, { slot: event.slot, value })
        break
      }
      case 'acknowledged':
        this.ledger.onAcknowledged(peer, { slot: event.slot, value: event.id })
        this.traffic.onAcknowledged(peer, event.id)
        break
      case 'barrier':
        this.actor(peer).barrierSlot = event.slot
        break
      case 'failed':
      case 'halt':
        if (this.#isEnding || this.#isDown(peer)) return
        this.conditions.fail(
          new Error(`peer ${peer + 1}: ${event.error.name}: ${event.error.message}`)
        )
    }
    this.onEvent(peer, event)
    this.conditions.wake()
  }

  onExit(peer: number, exit: PeerExit): void {
    this.conditions.wake()
    if (this.#isEnding || this.#isDown(peer)) return
    this.conditions.fail(new Error(`peer ${peer + 1} ended unexpectedly: ${describeExit(exit)}`))
  }

  /** Lets everything finish, compares all peers that run and ends them in order. Returns what was found. */
  async verify(): Promise<readonly string[]> {
    const { conditions, running } = this
    this.traffic.stop()
    await conditions.until('all proposals are chosen', () => this.traffic.waitingCount === 0)
    for (const peer of running) this.#cluster.process(peer).barrier('end')
    await conditions.until('all peers answered a barrier', () =>
      running.every(peer => this.actor(peer).barrierSlot !== undefined)
    )
    this.showProgress()
    clearInterval(this.#progressTimer)
    const barriers = new Map(running.map(peer => [peer, this.actor(peer).barrierSlot ?? 0]))
    this.#view.event({ type: 'verifying', barriers: [...barriers.values()] })
    const problems = this.ledger.finish(barriers)
    this.#isEnding = true
    const exits = await this.#cluster.close()
    const untidy = running.flatMap(peer => {
      const exit = exits.get(peer)
      return exit === undefined || exit.code === 0
        ? []
        : [`peer ${peer + 1} did not close in order: ${describeExit(exit)}`]
    })
    return [...problems, ...untidy]
  }

  /** The peer that leads in its own view; where two do, the one that most others follow. */
  get leader(): number | undefined {
    const { peerIds } = this.#cluster
    const followers = (peer: number): number =>
      this.actors.filter(({ leader }) => leader === peerIds[peer]).length
    return this.running
      .filter(peer => this.#isLeading(peer))
      .sort((a, b) => followers(b) - followers(a))[0]
  }

  get elapsedMs(): number {
    return performance.now() - this.#startMs
  }

  showProgress(): void {
    const atMs = performance.now()
    const { durations } = this.traffic
    const sample = { atMs, values: this.ledger.valueCount, proposals: durations.count }
    this.#samples.push(sample)
    while ((this.#samples[1]?.atMs ?? atMs) <= atMs - rateWindowMs) this.#samples.shift()
    const oldest = this.#samples[0] ?? sample
    const seconds = (atMs - oldest.atMs) / 1000
    const { leader } = this
    const progress: Progress = {
      type: 'progress',
      elapsedMs: this.elapsedMs,
      peers: this.actors.map((_, peer) => this.#peerView(peer)),
      leader: leader === undefined ? null : leader + 1,
      ballot: leader === undefined ? null : this.actor(leader).ballot,
      slot: this.ledger.slotMax,
      valuesPerSecond: seconds > 0 ? (sample.values - oldest.values) / seconds : 0,
      inFlight: this.traffic.waitingCount,
      ...durations.latency(oldest.proposals)
    }
    this.#view.event(progress)
  }

  #onReady(peer: number): void {
    const actor = this.actor(peer)
    if (actor.state !== 'starting') return
    actor.state = 'running'
    const pid = this.#cluster.process(peer).pid ?? 0
    this.#view.event({ type: 'ready', peer: peer + 1, pid, afterMs: this.elapsedMs })
  }

  #onLeader(peer: number, leader: string | null, ballot: string | null): void {
    const actor = this.actor(peer)
    const wasLeading = this.#isLeading(peer)
    actor.leader = leader
    actor.ballot = ballot
    if (wasLeading || !this.#isLeading(peer)) return
    const afterMs = this.elapsedMs
    this.firstLeaderMs ??= afterMs
    this.#view.event({ type: 'leader', leader: peer + 1, ballot, afterMs })
  }

  #isDown(peer: number): boolean {
    const { state } = this.actor(peer)
    return state === 'killed' || state === 'gone'
  }

  #isLeading(peer: number): boolean {
    const { state, leader } = this.actor(peer)
    return state === 'running' && leader === this.#cluster.peerIds[peer]
  }

  #peerView(peer: number): PeerView {
    const { state, leader, ballot } = this.actor(peer)
    const followed = leader === null ? -1 : this.#cluster.peerIds.indexOf(leader)
    return {
      peer: peer + 1,
      pid: this.#cluster.pidOf(peer),
      state,
      leader: followed < 0 ? null : followed + 1,
      ballot,
      slot: this.ledger.slotMaxOf(peer)
    }
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
