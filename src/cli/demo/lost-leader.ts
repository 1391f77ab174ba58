import type { PeerEvent } from '../ndjson.js'
import { Cast } from './cast.js'
import type { Cluster } from './cluster.js'
import type { DemoOptions } from './options.js'
import type { Play } from './play.js'
import type { Summary } from './report.js'
import type { DemoView } from './view.js'

/** All peers propose, the leader is killed, and comes back. */
export class LostLeader implements Play {
  readonly cast: Cast
  readonly #options: DemoOptions
  readonly #cluster: Cluster
  readonly #view: DemoView
  /** The proposal that was made at each survivor right after the kill. */
  readonly #probes = new Set<string>()
  #probeAnswer: { readonly peer: number; readonly atMs: number } | undefined

  constructor(options: DemoOptions, cluster: Cluster, view: DemoView) {
    this.#options = options
    this.#cluster = cluster
    this.#view = view
    this.cast = new Cast(options, cluster, view)
    this.cast.onEvent = (peer, event) => this.#onEvent(peer, event)
  }

  async run(): Promise<Summary> {
    const { cast } = this
    const { seconds, discovery } = this.#options
    const { directory, peerIds } = this.#cluster
    this.#view.event({ type: 'started', directory, discovery, peerIds })
    for (const peer of cast.actors.keys()) cast.start(peer)
    await cast.conditions.until('all peers are ready', () =>
      cast.actors.every(({ state }) => state === 'running')
    )
    await cast.conditions.until('all peers know a leader', () =>
      cast.actors.every(({ leader, isAvailable }) => leader !== null && isAvailable)
    )
    cast.startTraffic()
    const trafficMs = performance.now()
    await cast.conditions.pause(trafficMs + seconds * 400)
    const valuesPerSecond = (cast.ledger.valueCount / (performance.now() - trafficMs)) * 1000
    const { victim, failoverMs } = await this.#killLeader()
    await cast.conditions.pause(trafficMs + seconds * 600)
    const catchUpMs = await this.#restart(victim)
    await cast.conditions.pause(trafficMs + seconds * 1000)
    const problems = await cast.verify()
    const { valueCount, acknowledgedCount, slotMax } = cast.ledger
    return {
      type: 'summary',
      agreed: problems.length === 0,
      problems,
      values: valueCount,
      acknowledged: acknowledgedCount,
      slot: slotMax,
      firstLeaderMs: cast.firstLeaderMs ?? 0,
      valuesPerSecond,
      failoverMs,
      catchUpMs,
      ...cast.traffic.durations.latency()
    }
  }

  #onEvent(peer: number, event: PeerEvent): void {
    if (event.type !== 'acknowledged' || !this.#probes.has(event.id)) return
    this.#probeAnswer ??= { peer, atMs: performance.now() }
  }

  /** Kills the leader and waits until a survivor's proposal was chosen. */
  async #killLeader(): Promise<{ victim: number; failoverMs: number }> {
    const { cast } = this
    await cast.conditions.until('there is a leader', () => cast.leader !== undefined)
    const victim = cast.leader ?? 0
    const killedMs = performance.now()
    cast.kill(victim)
    for (const peer of cast.running) this.#probes.add(cast.traffic.proposeAt(peer))
    this.#view.event({ type: 'killed', peer: victim + 1, slot: cast.ledger.slotMax })
    await cast.conditions.until(
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
    const { cast } = this
    await this.#cluster.process(peer).exited
    const slot = cast.ledger.slotMax
    const restartedMs = performance.now()
    cast.start(peer)
    this.#view.event({ type: 'restarted', peer: peer + 1, pid: this.#cluster.pidOf(peer) ?? 0 })
    await cast.conditions.until(
      'the restarted peer is ready',
      () => cast.actor(peer).state === 'running'
    )
    cast.traffic.onUp(peer)
    await cast.conditions.until(
      'the restarted peer caught up',
      () => cast.ledger.slotMaxOf(peer) >= slot
    )
    const afterMs = performance.now() - restartedMs
    this.#view.event({ type: 'caught-up', peer: peer + 1, slot, afterMs })
    return afterMs
  }
}
