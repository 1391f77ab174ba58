import { type Group, type ObservedMessage, type ReplicatedMap, stringCodec } from 'libp2p-paxos'
import { becomeVoter } from '../../shared/become-voter.js'
import { FlowBuffer } from '../../shared/flow-buffer.js'
import { groupOptions } from '../../shared/group-options.js'
import { type Flow, groupName, type PeerReport, type ServerEvent } from '../../shared/messages.js'
import { reportOf } from '../../shared/report.js'
import { Observable } from '../parts/observable.js'
import { AutoProposer } from './auto-proposer.js'
import { initialState, type LiveState, type LogRow } from './live-state.js'
import { command, fetchWelcome, listen } from './server-link.js'
import { startTabPeer, type TabPeer } from './tab-peer.js'

/** Rows of the log and latencies that are kept to be shown. */
const keptMax = 240

/** Milliseconds from one look at this tab's own status to the next. */
const reportIntervalMs = 250

/** Milliseconds within which the others must let this tab vote no more. */
const leaveTimeoutMs = 5_000

/** The key of the shared map that the page shows. */
export const sharedKey = 'colour'

/** This tab's part in the group, and what it knows of the others. */
export class Live extends Observable<LiveState> {
  readonly #tabFlows = new FlowBuffer()
  readonly #flowListeners = new Set<(flows: readonly Flow[]) => void>()
  readonly #eventListeners = new Set<(event: ServerEvent) => void>()
  readonly #auto = new AutoProposer(text => this.propose(text))
  #node: TabPeer | undefined
  #group: Group<string> | undefined
  #invite = ''

  constructor() {
    super(initialState)
  }

  /** Joins, by the invite that brought this tab here, or by the server's. */
  async start(invite?: string): Promise<void> {
    try {
      const welcome = await fetchWelcome()
      this.#invite = invite ?? welcome.invite
      const node = await startTabPeer(welcome.run, message => this.#onMessage(message))
      this.#node = node
      this.update({ phase: 'joining', self: node.peerId.toString() })
      listen(node.peerId.toString(), event => this.#onEvent(event))
      await this.#join('learner')
      setInterval(() => this.#look(), reportIntervalMs)
      this.update({ phase: 'joined' })
    } catch (error) {
      this.update({
        phase: 'failed',
        error: error instanceof Error ? error.message : String(error)
      })
    }
  }

  /** The group; there once this tab has joined. */
  get group(): Group<string> {
    if (this.#group === undefined) throw new Error('this tab has not joined yet')
    return this.#group
  }

  get map(): ReplicatedMap<string> {
    return this.group.map('shared', { codec: stringCodec })
  }

  /** Has one value chosen; resolves with its slot. */
  async propose(text: string): Promise<number | undefined> {
    const startMs = performance.now()
    try {
      const { slot } = await this.group.propose(text)
      const latencyMs = performance.now() - startMs
      this.update({ latencies: last([...this.state.latencies, latencyMs]), refusal: null })
      return slot
    } catch (error) {
      this.update({ refusal: error instanceof Error ? error.message : String(error) })
      return undefined
    }
  }

  /** Proposes so many values a second from now on. */
  autoPropose(rate: number): void {
    this.#auto.rate = rate
    this.update({ rate })
  }

  /** A link by which another tab joins. */
  async inviteLink(): Promise<string> {
    const invite = (await this.#node?.services.paxos.invite(groupName)) ?? this.#invite
    return `${location.origin}/#join=${encodeURIComponent(invite)}`
  }

  /** Asks to vote, or to vote no more. */
  async vote(wantsVote: boolean): Promise<void> {
    this.update({ wantsVote, refusal: null })
    try {
      if (wantsVote) await this.group.close()
      // It hands over first, and leaves only once the others go on without it.
      else await this.group.leave({ timeoutMs: leaveTimeoutMs })
      await this.#join(wantsVote ? 'voter' : 'learner')
      if (wantsVote) await becomeVoter(this.group, this.state.self)
    } catch (error) {
      this.update({
        refusal: error instanceof Error ? error.message : String(error),
        wantsVote: true
      })
    }
  }

  onFlows(listener: (flows: readonly Flow[]) => void): () => void {
    this.#flowListeners.add(listener)
    return () => this.#flowListeners.delete(listener)
  }

  onServerEvent(listener: (event: ServerEvent) => void): () => void {
    this.#eventListeners.add(listener)
    return () => this.#eventListeners.delete(listener)
  }

  async #join(role: 'learner' | 'voter'): Promise<void> {
    const node = this.#node
    if (node === undefined) return
    const group = await node.services.paxos.join(this.#invite, { ...groupOptions, role })
    this.#group = group
    this.update({ rows: [], rowCount: 0 })
    void this.#follow(group)
    void this.#watch(group)
    this.#look()
  }

  /** Shows the log from its beginning on. */
  async #follow(group: Group<string>): Promise<void> {
    try {
      for await (const { slot, value = '', origin } of group.log({ from: 1 })) {
        this.#addRow({ slot, text: value, kind: 'value', origin: origin || undefined })
      }
    } catch (error) {
      this.#onEnd(group, error)
    }
  }

  /** Shows what the map holds, and each change of it. */
  async #watch(group: Group<string>): Promise<void> {
    try {
      const { slot, entry } = await this.map.read(sharedKey)
      if (entry !== undefined) this.update({ shared: entry })
      for await (const event of this.map.watch({ key: sharedKey, slot: slot + 1 })) {
        const value = event.value ?? ''
        this.update({ shared: { value, version: event.slot } })
        const text = `${event.key} = ${value}`
        this.#addRow({ slot: event.slot, text, kind: 'map', origin: undefined })
      }
    } catch (error) {
      this.#onEnd(group, error)
    }
  }

  /** What goes on in a group ends when that is closed, to be joined in another role. */
  #onEnd(group: Group<string>, error: unknown): void {
    if (this.#group !== group || group.status().state === 'closed') return
    this.update({ phase: 'failed', error: String(error) })
  }

  #addRow(row: LogRow): void {
    const { rows, rowCount } = this.state
    // What the map tells may be ahead of the log, or behind it.
    const at = rows.findLastIndex(({ slot }) => slot < row.slot) + 1
    this.update({ rows: last(rows.toSpliced(at, 0, row)), rowCount: rowCount + 1 })
  }

  #onMessage(message: ObservedMessage): void {
    const { self, peers } = this.state
    const { peerId, direction } = message
    // Peers in Node tell what they and tabs say to each other, and the server passes that on.
    if (peers.find(peer => peer.peerId === peerId)?.kind !== 'tab') return
    if (direction === 'sent') this.#tabFlows.add(self, peerId, message)
    else this.#tabFlows.add(peerId, self, message)
  }

  #onEvent(event: ServerEvent): void {
    if (event.type === 'peers') {
      const names = event.peers.map(({ peerId, name }) => [peerId, name] as const)
      this.update({
        peers: event.peers,
        cuts: event.cuts,
        names: { ...this.state.names, ...Object.fromEntries(names) }
      })
    }
    if (event.type === 'flows') {
      const flows = [...event.flows, ...this.#tabFlows.take()]
      for (const listener of this.#flowListeners) listener(flows)
    }
    for (const listener of this.#eventListeners) listener(event)
  }

  /** Tells the others how this tab sees the group, if that changed. */
  #look(): void {
    const { self, report: known } = this.state
    const connected = this.#node?.getPeers().map(String) ?? []
    const report: PeerReport = reportOf(this.group.status(), connected)
    if (JSON.stringify(report) === JSON.stringify(known)) return
    this.update({ report })
    command({ type: 'report', peerId: self, report }).catch((error: unknown) =>
      console.warn('the server does not answer', error)
    )
  }
}

function last<T>(items: readonly T[]): readonly T[] {
  return items.length > keptMax ? items.slice(-keptMax) : items
}
