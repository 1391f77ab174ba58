import type { DurableState } from '../core/batch.js'
import type { Configuration } from '../core/configuration.js'
import type { ChosenEntry, Notice, Payload, Settlement } from '../core/effects.js'
import type { Group } from '../group/group.js'
import type { StateMachine } from '../group/machine.js'
import type { AnyMessage, Frame, FrameSection, Probe } from '../wire/frame.js'
import { summarize } from '../wire/message-summary.js'
import type { Coverage } from './coverage.js'
import { describe } from './describe.js'
import { learnedEntries, type SimulationEvent } from './events.js'
import type { GroupNames } from './group-names.js'
import { type Observer, Violation } from './observer.js'
import type { ProcessObserver } from './process.js'
import type { Scheduler } from './scheduler.js'
import type { Trace } from './trace.js'

/** Where peers report what happens at them. */
export interface Reporting {
  readonly scheduler: Scheduler
  readonly trace: Trace
  readonly coverage: Coverage
  readonly observer: Observer
  /** Receives what happens, where a program wants it. */
  readonly onEvent: ((event: SimulationEvent) => void) | undefined
  readonly names: GroupNames
  /** Gives the machine with which a process is to open a group, if any. */
  readonly machine: (peerId: string, group: string) => StateMachine | undefined
  /** Called with every group that a process opened, in every life of it. */
  readonly onGroup: (peerId: string, group: Group) => void
  /** Called when a process is gone: what it was asked for has no answer. */
  readonly onCrash: (peerId: string) => void
  /** Called when a process cannot take part for what its disk did: it could not start, or a replica halted. */
  readonly onBroken: (peerId: string) => void
  readonly onNotice: (peerId: string, group: string, notice: Notice) => void
  /** Ends the run: something is wrong that must never be. */
  readonly fail: (error: unknown) => void
}

/** Tells the observer something. What it throws ends the run, and must not reach what it looks at. */
export function tell(reporting: Reporting, what: (observer: Observer) => void): void {
  try {
    what(reporting.observer)
  } catch (error) {
    reporting.fail(error)
  }
}

/** Tells of a peer in the trace. The text is part of the hash, so it must not depend on whether anybody reads it. */
export function note({ trace, scheduler }: Reporting, peerId: string, text: string): void {
  trace.mixText(text)
  if (trace.isOn) trace.line(scheduler.nowMs, `${peerId} ${text}`)
}

export interface ProcessReportsInit {
  readonly peerId: string
  readonly reporting: Reporting
  readonly onSent: () => void
  readonly onHalted: (group: string) => void
  readonly onStartFailed: (error: unknown) => void
}

/** Reports what one life of a process brings about: to the observer, into the trace and to the counts of what was covered. */
export class ProcessReports implements ProcessObserver {
  /** A process that ended says nothing, though its code may still be in the middle of a step. */
  isAlive = true
  readonly #init: ProcessReportsInit

  constructor(init: ProcessReportsInit) {
    this.#init = init
  }

  onTimer(): void {
    const { trace, scheduler } = this.#init.reporting
    trace.count(1)
    trace.mixTime(scheduler.nowMs)
  }

  onSend(to: string, section: FrameSection, message: AnyMessage): void {
    const { peerId, reporting } = this.#init
    reporting.coverage.add('message', message.type)
    if (message.type === 'reject' || message.type === 'propose-reply') {
      reporting.coverage.add(message.type, message.reason)
    }
    const group = reporting.names.nameOf(section.groupId)
    reporting.onEvent?.({
      type: 'sent',
      atMs: reporting.scheduler.nowMs,
      from: peerId,
      to,
      group,
      message: summarize(message)
    })
    try {
      reporting.observer.onSend(peerId, to, group, section.incarnation, message)
    } catch (error) {
      reporting.fail(error)
    }
  }

  onSent(): void {
    this.#init.onSent()
  }

  onDelivered(from: string, bytes: Uint8Array, frame: Frame): void {
    const { peerId, reporting } = this.#init
    const { trace, scheduler } = reporting
    trace.mixTime(scheduler.nowMs)
    trace.mixBytes(bytes)
    if (frame.probe !== undefined) this.#onProbe(from, frame.probe)
    for (const section of frame.sections) {
      const { messages } = section
      trace.count(messages.length)
      if (reporting.onEvent !== undefined) this.#tellDelivered(from, section)
      if (!trace.isOn) continue
      for (const message of messages) {
        trace.line(scheduler.nowMs, `${from} > ${peerId} ${describe(message)}`)
      }
    }
  }

  #onProbe(from: string, { round, generation }: Probe): void {
    const { peerId, reporting } = this.#init
    const { trace, scheduler, coverage } = reporting
    const name = generation === undefined ? 'probe' : 'probe-reply'
    trace.count(1)
    coverage.add('message', name)
    if (trace.isOn) trace.line(scheduler.nowMs, `${from} > ${peerId} ${name} round ${round}`)
  }

  onFault(fault: string): void {
    this.#init.reporting.coverage.add('fault', fault)
  }

  onFork(group: string, of: string): void {
    this.#count('group', 'forked')
    this.#note(`makes ${group} of ${of}`)
    this.#tell((observer, peerId) => observer.onFork(peerId, group, of))
  }

  onGroup(group: Group): void {
    const { peerId, reporting } = this.#init
    note(reporting, peerId, `opened ${group.name}`)
    reporting.onGroup(peerId, group)
  }

  onFailure(error: unknown): void {
    if (this.isAlive) this.#init.reporting.fail(error)
  }

  onStartFailed(error: unknown): void {
    this.#note(`cannot start: ${String(error)}`)
    this.#init.onStartFailed(error)
  }

  onOpen(group: string, recovered: DurableState): void {
    this.#tell((observer, peerId) => observer.onOpen(peerId, group, recovered))
  }

  onConfiguration(group: string, configuration: Configuration): void {
    this.#init.reporting.names.learn(group, configuration)
    this.#tell((observer, peerId) => observer.onConfiguration(peerId, group, configuration))
  }

  onRestored(group: string, chosen: readonly ChosenEntry[]): void {
    this.#tellLearned(group, chosen)
    this.#tell((observer, peerId) => observer.onRestored(peerId, group, chosen))
  }

  onInstall(group: string, firstSlot: number, lastSlot: number): void {
    this.#tell((observer, peerId) => observer.onInstall(peerId, group, firstSlot, lastSlot))
    this.#note(`${group} installs slots ${firstSlot} to ${lastSlot}`)
  }

  onChosen(group: string, chosen: readonly ChosenEntry[]): void {
    if (!this.isAlive) return
    const { peerId, reporting } = this.#init
    const { trace, scheduler, coverage } = reporting
    for (const { verdict } of chosen) coverage.add('verdict', verdict.type)
    const slot = chosen.at(-1)?.slot ?? 0
    trace.mix(slot)
    if (trace.isOn) trace.line(scheduler.nowMs, `${peerId} learns ${group} up to slot ${slot}`)
    this.#tellLearned(group, chosen)
    tell(reporting, observer => observer.onChosen(peerId, group, chosen))
  }

  onSettled(group: string, settlement: Settlement): void {
    this.#count('settlement', settlement.type)
    this.#tell((observer, peerId) => observer.onSettled(peerId, group, settlement))
  }

  onRead(group: string, ticket: number, slot: number): void {
    this.#count('read', 'served')
    this.#tell((observer, peerId) => observer.onRead(peerId, group, ticket, slot))
  }

  onAsk(group: string, ticket: number, what: Payload | 'read'): void {
    this.#tell((observer, peerId) => observer.onAsk(peerId, group, ticket, what))
  }

  onNotice(group: string, notice: Notice): void {
    if (!this.isAlive) return
    this.#count('notice', nameOfNotice(notice))
    if (notice.type === 'divergence') this.onFailure(divergence(this.#init.peerId, notice))
    const { peerId, reporting } = this.#init
    reporting.onNotice(peerId, group, notice)
    const { trace, scheduler } = reporting
    reporting.onEvent?.({ type: 'notice', atMs: scheduler.nowMs, peerId, group, notice })
    if (trace.isOn) trace.line(scheduler.nowMs, `${peerId} ${group}: ${describe(notice)}`)
  }

  onHalt(group: string, error: unknown): void {
    this.#count('replica', 'halted')
    this.#note(`halts ${group}: ${String(error)}`)
    if (this.isAlive) this.#init.onHalted(group)
    this.#tell((observer, peerId) => observer.onHalt(peerId, group, error))
  }

  #tellDelivered(from: string, { groupId, messages }: FrameSection): void {
    const { peerId, reporting } = this.#init
    const { scheduler, names, onEvent } = reporting
    const told = { atMs: scheduler.nowMs, from, to: peerId, group: names.nameOf(groupId) }
    for (const message of messages) {
      onEvent?.({ type: 'delivered', ...told, message: summarize(message) })
    }
  }

  #tellLearned(group: string, chosen: readonly ChosenEntry[]): void {
    const { peerId, reporting } = this.#init
    if (!this.isAlive || chosen.length === 0) return
    const atMs = reporting.scheduler.nowMs
    reporting.onEvent?.({ type: 'learned', atMs, peerId, group, entries: learnedEntries(chosen) })
  }

  #tell(what: (observer: Observer, peerId: string) => void): void {
    const { peerId, reporting } = this.#init
    if (this.isAlive) tell(reporting, observer => what(observer, peerId))
  }

  #note(text: string): void {
    if (this.isAlive) note(this.#init.reporting, this.#init.peerId, text)
  }

  #count(kind: string, name: string): void {
    if (this.isAlive) this.#init.reporting.coverage.add(kind, name)
  }
}

function nameOfNotice(notice: Notice): string {
  switch (notice.type) {
    case 'quorum-change':
      return `quorum ${notice.state}`
    case 'step-down':
    case 'ignored':
      return `${notice.type}: ${notice.why}`
    case 'leader-change':
      return notice.leader === undefined ? 'no leader' : 'leader'
    case 'campaign':
    case 'catch-up':
    case 'divergence':
    case 'diverged':
    case 'epoch':
    case 'install':
    case 'refused':
    case 'rest':
    case 'wake':
      return notice.type
  }
}

function divergence(
  peerId: string,
  { peerId: other, slot }: Extract<Notice, { type: 'divergence' }>
): Violation {
  const text = `${peerId} says that ${other} has another snapshot of slot ${slot}`
  return new Violation('one state per slot', text)
}
