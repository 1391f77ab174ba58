import { setTimeout as sleep } from 'node:timers/promises'
import { type Cut, cutOf, type Flow, type PeerInfo, type PeerWord } from '../shared/messages.js'
import { PeerProcess } from './peer-process.js'

export interface ClusterInit {
  /** Where stores are kept. */
  readonly directory: string
  /** A peer or a link is not as it was. */
  readonly onChange: () => void
  readonly onFlows: (flows: readonly Flow[]) => void
}

/** Milliseconds that a peer may take to say by what others join. */
const inviteTimeoutMs = 5_000

/** The peers in Node: some that found the group, and others that join it. */
export class Cluster {
  readonly #init: ClusterInit
  readonly #peers: PeerProcess[] = []
  #founders: readonly string[] = []
  #cuts: readonly Cut[] = []
  #named = 0
  #invite = Promise.withResolvers<string>()

  constructor(init: ClusterInit) {
    this.#init = init
  }

  get infos(): readonly PeerInfo[] {
    return this.#peers.map(({ info }) => info)
  }

  get cuts(): readonly Cut[] {
    return this.#cuts
  }

  /** Starts the peers that found the group. */
  async found(count: number): Promise<void> {
    const peers = await Promise.all(Array.from({ length: count }, () => this.#create()))
    this.#founders = peers.map(({ peerId }) => peerId)
    await Promise.all(peers.map(peer => peer.start([])))
    for (const peer of peers) this.#enter(peer, { founders: this.#founders })
  }

  /** Starts another peer, which joins and asks to vote. */
  async add(): Promise<void> {
    const invite = await this.invite()
    const peer = await this.#create()
    await peer.start([])
    this.#enter(peer, { invite })
  }

  /** By what others join: asks any member that answers. */
  async invite(): Promise<string> {
    const signal = AbortSignal.timeout(inviteTimeoutMs)
    while (!signal.aborted) {
      for (const peer of this.#peers) if (peer.isRunning) peer.order({ type: 'invite' })
      const timer = new AbortController()
      const late = sleep(250, undefined, { signal: timer.signal }).catch(() => undefined)
      const invite = await Promise.race([this.#invite.promise, late])
      timer.abort()
      if (invite !== undefined) return invite
    }
    throw new Error('no member says by what others join')
  }

  pause(peerId: string): void {
    this.#peer(peerId)?.pause()
  }

  resume(peerId: string): void {
    this.#peer(peerId)?.resume()
  }

  async kill(peerId: string): Promise<void> {
    await this.#peer(peerId)?.kill()
  }

  /** Starts a peer again that was killed, over the store that it left. */
  async restart(peerId: string): Promise<void> {
    const peer = this.#peer(peerId)
    if (peer === undefined || peer.info.state !== 'killed') return
    const cut = this.#cuts.flatMap(([a, b]) => (a === peerId ? [b] : b === peerId ? [a] : []))
    await peer.start(cut)
    const by = this.#founders.includes(peerId)
      ? { founders: this.#founders }
      : { invite: await this.invite() }
    this.#enter(peer, by)
  }

  /** Has the others vote a peer out, which then ends. */
  remove(peerId: string): void {
    const other = this.#peers.find(peer => peer.peerId !== peerId && peer.isRunning)
    other?.order({ type: 'vote-out', peerId })
  }

  cut([a, b]: Cut): void {
    if (this.#isCut(a, b)) return
    this.#cuts = [...this.#cuts, cutOf(a, b)]
    this.#peer(a)?.order({ type: 'cut', peerId: b })
    this.#peer(b)?.order({ type: 'cut', peerId: a })
    this.#init.onChange()
  }

  heal([a, b]: Cut): void {
    this.#cuts = this.#cuts.filter(([c, d]) => c !== a || d !== b)
    this.#peer(a)?.order({ type: 'heal', peerId: b })
    this.#peer(b)?.order({ type: 'heal', peerId: a })
    this.#init.onChange()
  }

  /** Ends all processes. */
  async stop(): Promise<void> {
    await Promise.all(this.#peers.map(peer => peer.kill()))
  }

  async #create(): Promise<PeerProcess> {
    this.#named += 1
    const peer = await PeerProcess.create({
      name: `N${this.#named}`,
      directory: this.#init.directory,
      onChange: this.#init.onChange,
      onWord: (from, word) => this.#onWord(from, word)
    })
    this.#peers.push(peer)
    return peer
  }

  #enter(peer: PeerProcess, by: Parameters<typeof enterOrder>[1]): void {
    const others = this.#peers.filter(other => other !== peer)
    peer.order(
      enterOrder(
        others.flatMap(({ addresses }) => addresses),
        by
      )
    )
  }

  #onWord(peer: PeerProcess, word: PeerWord): void {
    if (word.type === 'invite') {
      this.#invite.resolve(word.invite)
      this.#invite = Promise.withResolvers()
    } else if (word.type === 'voted-out') {
      if (word.error === null) void this.#forget(word.peerId)
      else console.error(`${word.peerId} still votes: ${word.error}`)
    } else if (word.type === 'flows') {
      // What a peer in Node sends it tells itself; what comes from a tab only its receiver does.
      const own = ({ from }: Flow): boolean =>
        from === peer.peerId || this.#peer(from) === undefined
      this.#init.onFlows(word.flows.filter(own))
    }
  }

  async #forget(peerId: string): Promise<void> {
    const peer = this.#peer(peerId)
    if (peer === undefined) return
    await peer.kill()
    this.#peers.splice(this.#peers.indexOf(peer), 1)
    this.#cuts = this.#cuts.filter(link => !link.includes(peerId))
    this.#init.onChange()
  }

  #peer(peerId: string): PeerProcess | undefined {
    return this.#peers.find(peer => peer.peerId === peerId)
  }

  #isCut(a: string, b: string): boolean {
    return this.#cuts.some(([c, d]) => c === a && d === b)
  }
}

function enterOrder(
  addresses: readonly string[],
  by: { readonly founders: readonly string[] } | { readonly invite: string }
) {
  return { type: 'enter', addresses, by } as const
}
