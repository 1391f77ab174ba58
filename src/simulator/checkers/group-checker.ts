import {
  bottomBallot,
  compareBallots,
  formatBallot,
  maxBallot,
  sameBallot
} from '../../core/ballot.js'
import type { Batch, DurableState } from '../../core/batch.js'
import type { Configuration } from '../../core/configuration.js'
import type { ChosenEntry, Payload, Settlement } from '../../core/effects.js'
import type { EndedEpoch } from '../../core/epochs.js'
import type { Snapshot } from '../../core/snapshot.js'
import {
  type AnyMessage,
  isGenesisMessage,
  isMembershipMessage,
  isSnapshotMessage
} from '../../wire/frame.js'
import { sameBytes } from '../bytes.js'
import { Violation } from '../observer.js'
import { Ballots } from './ballots.js'
import { Facts, type Voting } from './facts.js'
import { GenesisVotes } from './genesis-votes.js'
import { type Held, Heritage } from './heritage.js'
import { LearnedLog } from './learned.js'
import { ProposalAccount } from './proposals.js'
import { Said } from './said.js'
import type { Written } from './shadow.js'
import { Watched } from './watched.js'

/** Watches the replicas of one group. */
export class GroupChecker {
  readonly #facts = new Facts()
  readonly #genesis = new GenesisVotes()
  readonly #ballots = new Ballots(this.#facts)
  readonly #said = new Said(this.#facts, this.#ballots)
  readonly #learned: LearnedLog
  /** Peers whose disks are gone, and that were not opened again since. */
  readonly #lost = new Set<string>()
  readonly #proposals: ProposalAccount
  /** What the group was made of, if it is a fork. */
  #heritage: Heritage | undefined
  /** The snapshots that somebody named first, by slot. */
  readonly #snapshots = new Map<number, Snapshot>()

  constructor(keyWindowSlots: number) {
    this.#learned = new LearnedLog(this.#facts, keyWindowSlots)
    this.#proposals = new ProposalAccount(this.#learned)
  }

  /** Slots that are chosen, whether or not anybody knows it. */
  get chosenSlotMax(): number {
    return this.#facts.chosenSlotMax
  }

  /** Slots that somebody learned. */
  get learnedSlotMax(): number {
    return this.#learned.slotMax
  }

  onBorn(peerId: string, incarnation: bigint): void {
    const watched = new Watched(peerId, incarnation, this.#facts)
    this.#facts.living.get(peerId)?.end()
    this.#facts.living.set(peerId, watched)
    this.#facts.replicas.set(incarnation, watched)
    this.#genesis.onBorn(peerId, incarnation)
    this.#lost.delete(peerId)
    if (this.#heritage?.peerId === peerId) this.#inherit(watched, this.#heritage)
  }

  /** What the replica at the peer durably holds. */
  heldBy(peerId: string): Held {
    const { durable } = this.#facts.of(peerId)
    const entries = durable.ids.map((id, i) => this.#facts.entries.at(i + 1, id))
    return { entries, snapshot: this.#snapshots.get(durable.snapshotSlot) }
  }

  /** The group is made of what `peerId` holds of another one: of `held`. */
  onFork(peerId: string, held: () => Held): void {
    this.#heritage ??= new Heritage(peerId, held)
  }

  onEnd(peerId: string): void {
    this.#facts.living.get(peerId)?.end()
  }

  onOpen(peerId: string, recovered: DurableState): void {
    this.#facts.of(peerId).open(recovered)
  }

  onAppend(peerId: string, batch: Batch): void {
    const watched = this.#facts.of(peerId)
    const written = watched.append(batch)
    const { acceptedBallot, chosenSlotMax } = watched.ahead
    const isFork = this.#heritage?.isFounding(batch) === true
    if (isFork) this.#heritage?.check(batch)
    if (batch.log !== undefined) this.#checkCut(watched, written)
    watched.ahead.apply(written)
    if (batch.epoch !== undefined) this.#checkStops(watched, batch.epoch.ended)
    if (batch.genesis !== undefined) this.#genesis.onAppend(peerId, batch.genesis)
    if (batch.snapshot !== undefined) this.#checkSnapshot(peerId, batch.snapshot)
    for (let slot = chosenSlotMax + 1; slot <= watched.ahead.chosenSlotMax; slot += 1) {
      this.#facts.checkChosen(peerId, slot, watched.ahead.idAt(slot))
    }
    // Nobody led the ballot that a fork begins with.
    if (!isFork) this.#ballots.onAppend(watched, acceptedBallot, written)
  }

  onDurable(peerId: string, batch: Batch): void {
    const watched = this.#facts.of(peerId)
    const written = watched.flushed(batch)
    const { acceptedBallot } = watched.durable
    watched.durable.apply(written)
    if (this.#heritage?.isFounding(batch) === true) {
      this.#heritage.take()
      watched.keptSlot = watched.durable.lastSlot
      return
    }
    if (batch.genesis !== undefined) {
      this.#genesis.onDurable(peerId, batch.genesis)
      this.#adoptConfiguration()
    }
    this.#ballots.onDurable(watched, acceptedBallot, written)
  }

  onSend(peerId: string, incarnation: bigint, message: AnyMessage): void {
    // Who refuses need not have a replica of the group.
    if (message.type === 'join-refused') return
    const watched = this.#facts.of(peerId)
    if (watched.incarnation !== incarnation) {
      const text = `${peerId} speaks as ${incarnation.toString(16)}, which it is not`
      throw new Violation('only voters vote', text)
    }
    if (isGenesisMessage(message)) this.#genesis.onSend(watched, message)
    else if (!isMembershipMessage(message) && !isSnapshotMessage(message))
      this.#said.onSend(watched, message)
  }

  onConfiguration(peerId: string, configuration: Configuration): void {
    this.#genesis.onKnown(peerId, configuration)
  }

  onLearned(peerId: string, chosen: readonly ChosenEntry[]): void {
    const news = this.#learned.learn(this.#facts.of(peerId), chosen)
    for (const learned of news) this.#proposals.onLearned(learned)
  }

  onInstall(peerId: string, firstSlot: number, lastSlot: number): void {
    this.#learned.jump(this.#facts.of(peerId), firstSlot, lastSlot)
  }

  onAsk(peerId: string, ticket: number, what: Payload | 'read'): void {
    const watched = this.#facts.of(peerId)
    if (what === 'read') watched.reads.set(ticket, this.learnedSlotMax)
    else this.#proposals.onAsk(watched, ticket, what)
  }

  onSettled(peerId: string, settlement: Settlement): void {
    this.#proposals.onSettled(this.#facts.of(peerId), settlement)
  }

  onRead(peerId: string, ticket: number, slot: number): void {
    const { reads, learnedSlot } = this.#facts.of(peerId)
    const slotMin = reads.get(ticket)
    reads.delete(ticket)
    if (slotMin !== undefined && slot >= slotMin && slot <= learnedSlot) return
    const text = `${peerId} learned ${learnedSlot} slots and serves read ${ticket} at ${slot}`
    throw new Violation('reads are current', `${text}; ${slotMin} were known when it was asked for`)
  }

  onHalt(peerId: string): void {
    this.#facts.of(peerId).end()
  }

  /**
   * Whether enough voters keep their disks if `peerId` loses its own: in the newest configuration, and in those that somebody already
   * proposed for the next epoch.
   */
  canLose(peerId: string): boolean {
    const { current, living, entries } = this.#facts
    if (current === undefined) return true
    const lost = new Set([...this.#lost, peerId])
    if (!this.#surviveAll(lost)) return false
    for (const { ahead } of living.values()) {
      const last = ahead.idAt(ahead.lastSlot)
      const entry = last === undefined ? undefined : entries.at(ahead.lastSlot, last)
      if (entry?.type !== 'stop' || entry.configuration.epoch !== current.epoch + 1) continue
      if (!this.#survives(this.#facts.votingOf(entry.configuration), lost)) return false
    }
    return true
  }

  /** The disk of `peerId` is gone; what it held lives no more. */
  onLost(peerId: string): void {
    this.#lost.add(peerId)
  }

  /** Whether too few voters live for anything ever to be chosen again. */
  get isLost(): boolean {
    return !this.#surviveAll(this.#lost)
  }

  /** Everything that a fork begins with is chosen in it, learned, and means what it meant. */
  #inherit(watched: Watched, heritage: Heritage): void {
    if (heritage.isTaken) return
    const configuration = heritage.configurationOf(watched)
    this.#genesis.inherit(configuration)
    this.#facts.onConfiguration(configuration)
    const { entries, snapshot } = heritage
    if (snapshot !== undefined) this.#snapshots.set(snapshot.slot, snapshot)
    for (const [i, entry] of entries.entries()) {
      this.#facts.choose(i + 1, this.#facts.entries.idOf(i + 1, entry), configuration.epoch)
    }
    this.#learned.inherit(entries)
  }

  #checkSnapshot(peerId: string, snapshot: Snapshot): void {
    const { slot, bytes, hash } = snapshot
    const first = this.#snapshots.get(slot) ?? snapshot
    this.#snapshots.set(slot, first)
    if (first.bytes === bytes && sameBytes(first.hash, hash)) return
    const text = `${peerId} has a snapshot of slot ${slot} that is not what another one has`
    throw new Violation('one state per slot', text)
  }

  /**
   * Whether all epochs that are needed have quorums: the newest, and the one before it while nobody who keeps its disk knows that it is
   * over. To find that out takes its quorum.
   */
  #surviveAll(lost: ReadonlySet<string>): boolean {
    const { current, living } = this.#facts
    if (current === undefined) return true
    const before = this.#facts.voting(current.epoch - 1)
    const isOver = [...living.values()].some(
      ({ peerId, durable }) => !lost.has(peerId) && durable.endedEpochs + 1 >= current.epoch
    )
    if (before !== undefined && !isOver && !this.#survives(before, lost)) return false
    return this.#survives(current, lost)
  }

  #survives(voting: Voting, lost: ReadonlySet<string>): boolean {
    const alive = voting.voters.filter(
      watched => this.#facts.living.get(watched.peerId) === watched && !lost.has(watched.peerId)
    )
    return alive.length >= Math.max(voting.acceptQuorum, voting.prepareQuorum)
  }

  /** What open replicas still have to do: answer proposals and reads, and learn what is chosen. */
  unfinished(except: ReadonlySet<string>): string[] {
    const left: string[] = []
    for (const { peerId, proposals, reads, learnedSlot } of this.#open(except)) {
      for (const ticket of proposals.keys()) left.push(`${peerId}: proposal ${ticket}`)
      for (const ticket of reads.keys()) left.push(`${peerId}: read ${ticket}`)
      if (learnedSlot < this.chosenSlotMax) {
        left.push(`${peerId}: learned ${learnedSlot} of ${this.chosenSlotMax} slots`)
      }
    }
    return left
  }

  /**
   * Open voters that have not accepted in the highest ballot that any of them promised; none while nothing is chosen, since there
   * is nothing to accept then.
   */
  unsynced(except: ReadonlySet<string>): string[] {
    if (this.chosenSlotMax === 0) return []
    const { current } = this.#facts
    const voters = this.#open(except).filter(watched => current?.voters.includes(watched))
    const promised = voters.map(({ durable }) => durable.promisedBallot)
    const highest = promised.reduce(maxBallot, bottomBallot(0))
    return voters
      .filter(({ durable }) => !sameBallot(durable.acceptedBallot, highest))
      .map(({ peerId, durable }) => {
        const accepted = formatBallot(durable.acceptedBallot)
        return `${peerId}: accepted in ${accepted}, not in ${formatBallot(highest)}`
      })
  }

  #open(except: ReadonlySet<string>): Watched[] {
    return [...this.#facts.living.values()].filter(
      ({ peerId, isOpen }) => isOpen && !except.has(peerId)
    )
  }

  #adoptConfiguration(): void {
    const { configuration } = this.#genesis
    if (configuration !== undefined && this.#facts.current === undefined) {
      this.#facts.onConfiguration(configuration)
    }
  }

  /** What ends an epoch is a stop entry that names the next one. */
  #checkStops({ peerId, ahead }: Watched, ended: readonly EndedEpoch[]): void {
    for (const { stopSlot, configuration } of ended) {
      const id = ahead.idAt(stopSlot)
      const entry = id === undefined ? undefined : this.#facts.entries.at(stopSlot, id)
      const isStop = entry?.type === 'stop' && entry.configuration.epoch === configuration.epoch + 1
      if (isStop) continue
      const text = `${peerId} ends epoch ${configuration.epoch} at slot ${stopSlot}, which holds no stop`
      throw new Violation('nothing follows a stop', text)
    }
  }

  /** `written` is about to be applied. What was learned, or counted when it was chosen, stays. */
  #checkCut({ peerId, ahead, keptSlot, learnedSlot }: Watched, { batch, ids }: Written): void {
    const { log, chosen, acceptedBallot = ahead.acceptedBallot } = batch
    if (log === undefined || log.firstSlot > ahead.lastSlot) return
    const lastKept = Math.max(keptSlot, learnedSlot)
    let differs = Number.POSITIVE_INFINITY
    for (let slot = ahead.lastSlot; slot >= log.firstSlot; slot -= 1) {
      if (ids[slot - log.firstSlot] !== ahead.idAt(slot)) differs = slot
    }
    if (differs <= lastKept) {
      const text = `${peerId} changes slot ${differs}, and everything up to ${lastKept} is chosen`
      throw new Violation('nothing chosen is cut', text)
    }
    // Only what is chosen may replace what was accepted in the same ballot.
    const isSame = compareBallots(acceptedBallot, ahead.acceptedBallot) === 0
    const chosenSlotMax = chosen?.slotMax ?? ahead.chosenSlotMax
    if (!isSame || differs > ahead.lastSlot || differs <= chosenSlotMax) return
    const text = `${peerId} changes slot ${differs} within ballot ${formatBallot(acceptedBallot)}`
    throw new Violation('one log per ballot', text)
  }
}
