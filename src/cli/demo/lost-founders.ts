import type { PeerEvent } from '../ndjson.js'
import { Cast } from './cast.js'
import type { Cluster, StartOptions } from './cluster.js'
import type { DemoOptions } from './options.js'
import type { Play } from './play.js'
import type { ChurnSummary } from './report.js'
import type { DemoView } from './view.js'

/** Voters, all of them founders at first. */
export const churnFounders = 5

/** Patience that suits a show: in production voters are given a minute. */
const churn = 'votersTarget=5,evictAfterMs=1000,graceMs=300,changeIntervalMs=200'

/** Peers that join at a time. */
const joinersAtOnce = 5

/** Milliseconds from one blow to the next, at least. */
const blowIntervalMs = 400

/** What can happen to a peer: it is gone for good, comes back with an empty disk, or with all it had. */
type Blow = 'gone' | 'wiped' | 'killed'

/**
 * Founders and many who join propose, while one after the other is killed, wiped or lost for good, until no founder is left. At most
 * one voter is away at a time: the next one only falls when the group has made up for it.
 */
export class LostFounders implements Play {
  readonly cast: Cast
  readonly #options: DemoOptions
  readonly #cluster: Cluster
  readonly #view: DemoView
  /** PeerIds of those who vote, in the newest epoch that any peer told of. */
  #voters: ReadonlySet<string>
  #epoch = 1
  #invite: string | undefined
  #blows = { gone: 0, wiped: 0, killed: 0 }
  #lastAnswerMs = Number.POSITIVE_INFINITY
  #pauseMaxMs = 0

  constructor(options: DemoOptions, cluster: Cluster, view: DemoView) {
    this.#options = options
    this.#cluster = cluster
    this.#view = view
    this.#voters = new Set(cluster.peerIds.slice(0, churnFounders))
    this.cast = new Cast(options, cluster, view)
    this.cast.onEvent = (peer, event) => this.#onEvent(peer, event)
  }

  async run(): Promise<ChurnSummary> {
    const { cast } = this
    const { directory, peerIds } = this.#cluster
    const { discovery } = this.#options
    this.#view.event({ type: 'started', directory, discovery, peerIds })
    await this.#gather()
    cast.startTraffic()
    const startMs = performance.now()
    const founders = new Set(Array.from({ length: churnFounders }, (_, peer) => peer))
    while (founders.size > 0) {
      await cast.conditions.pause(performance.now() + blowIntervalMs)
      await this.#recover()
      const victim = this.#pickVictim(founders)
      const blow = this.#pickBlow(founders.has(victim))
      await this.#strike(victim, blow)
      if (blow === 'gone') founders.delete(victim)
    }
    await this.#recover()
    const foundersGoneMs = performance.now() - startMs
    await cast.conditions.pause(performance.now() + 2 * blowIntervalMs)
    const problems = await cast.verify()
    const { valueCount, acknowledgedCount, slotMax } = cast.ledger
    return {
      type: 'churn-summary',
      agreed: problems.length === 0,
      problems,
      values: valueCount,
      acknowledged: acknowledgedCount,
      slot: slotMax,
      epoch: this.#epoch,
      ...this.#blows,
      foundersGoneMs,
      pauseMaxMs: this.#pauseMaxMs,
      ...cast.traffic.durations.latency()
    }
  }

  /** Starts the founders, and then lets all others join. */
  async #gather(): Promise<void> {
    const { cast } = this
    const peers = [...cast.actors.keys()]
    const founders = peers.slice(0, churnFounders)
    for (const peer of founders) cast.start(peer, { args: this.#args })
    await this.#areUp(founders)
    for (let at = churnFounders; at < peers.length; at += joinersAtOnce) {
      const joiners = peers.slice(at, at + joinersAtOnce)
      for (const peer of joiners) await this.#join(peer)
      await this.#areUp(joiners)
    }
  }

  async #areUp(peers: readonly number[]): Promise<void> {
    await this.cast.conditions.until('all peers take part', () =>
      peers.every(peer => {
        const { state, isAvailable } = this.cast.actor(peer)
        return state === 'running' && isAvailable
      })
    )
  }

  /** Lets a peer join by an invite of one that runs: whom an older invite names may be gone. */
  async #join(peer: number): Promise<void> {
    const { cast } = this
    const [host] = cast.running
    if (host === undefined) throw new Error('no peer is left to invite')
    this.#invite = undefined
    this.#cluster.process(host).invite('invite')
    await cast.conditions.until('there is an invite', () => this.#invite !== undefined)
    cast.start(peer, { args: this.#args, invite: this.#invite })
  }

  get #args(): NonNullable<StartOptions['args']> {
    return ['--role', 'voter', '--admit', 'all', '--churn', churn]
  }

  /** Waits until there are as many voters as there are to be, and all of them run. */
  async #recover(): Promise<void> {
    const { cast } = this
    await cast.conditions.until('the group made up for what was lost', () => {
      const ids = new Set(cast.running.map(peer => this.#cluster.peerIds[peer]))
      return this.#voters.size === churnFounders && [...this.#voters].every(id => ids.has(id))
    })
  }

  /** Voters fall more often than others, and founders sooner or later all. */
  #pickVictim(founders: ReadonlySet<number>): number {
    const { running } = this.cast
    const voters = running.filter(peer => this.#voters.has(this.#cluster.peerIds[peer] ?? ''))
    const left = running.filter(peer => founders.has(peer))
    const lot = Math.random()
    const from = lot < 0.5 ? left : lot < 0.8 ? voters : running
    return from[Math.floor(Math.random() * from.length)] ?? 0
  }

  #pickBlow(isFounder: boolean): Blow {
    const lot = Math.random()
    if (isFounder && lot < 0.6) return 'gone'
    return lot < 0.8 ? 'wiped' : 'killed'
  }

  async #strike(peer: number, blow: Blow): Promise<void> {
    const { cast } = this
    const slot = cast.ledger.slotMax
    this.#blows[blow] += 1
    cast.kill(peer, blow === 'gone' ? 'gone' : 'killed')
    this.#view.event({ type: 'struck', peer: peer + 1, blow, slot })
    await this.#cluster.process(peer).exited
    if (blow === 'gone') return
    if (blow === 'wiped') await this.#cluster.wipe(peer)
    const isFounder = peer < churnFounders && blow === 'killed' && !this.#wasWiped.has(peer)
    if (blow === 'wiped') this.#wasWiped.add(peer)
    if (isFounder) cast.start(peer, { args: this.#args })
    else await this.#join(peer)
    await this.#areUp([peer])
    cast.traffic.onUp(peer)
  }

  /** Founders that lost their disks joined like everybody else. */
  readonly #wasWiped = new Set<number>()

  #onEvent(_peer: number, event: PeerEvent): void {
    if (event.type === 'invite') this.#invite = event.invite
    if (event.type === 'acknowledged') {
      const nowMs = performance.now()
      this.#pauseMaxMs = Math.max(this.#pauseMaxMs, nowMs - this.#lastAnswerMs)
      this.#lastAnswerMs = nowMs
    }
    if (event.type !== 'members' || event.epoch <= this.#epoch) return
    this.#epoch = event.epoch
    this.#voters = new Set(event.voters)
    const voters = event.voters.map(id => this.#cluster.peerIds.indexOf(id) + 1)
    this.#view.event({ type: 'voters', epoch: event.epoch, voters })
  }
}
