import { formatBallot } from '../../src/core/ballot.js'
import type { Batch } from '../../src/core/batch.js'
import type { Envelope, Input } from '../../src/core/effects.js'
import type { Message } from '../../src/core/messages.js'
import type { Replica } from '../../src/core/replica.js'
import { Disk } from './core-disk.js'

/** What a cluster needs of a replica: a mutant need not be a whole one. */
export type Stepper = Pick<Replica, 'restore' | 'step' | 'snapshot'>

/** One process with its disk. */
export interface Host {
  readonly peerId: string
  readonly disk: Disk
  replica: Stepper | undefined
  /** Grows with every start, so that what belongs to an earlier run is recognised. */
  run: number
  isPaused: boolean
  /** The disk takes batches but makes none durable. */
  isStalled: boolean
  isFlushing: boolean
  isStepDue: boolean
  wakeAtMs: number
  /** The process's own clock, as far ahead of the cluster's. */
  clockAheadMs: number
  mailbox: Input[]
  /** Batches handed to the disk that are not durable. */
  appended: { readonly batchId: number; readonly batch: Batch }[]
  /** Messages that wait for the batch with this id. */
  waiting: { readonly batchId: number; readonly messages: readonly Envelope[] }[]
}

/** A process that has not started, with an empty disk. */
export function newHost(peerId: string, incarnation: bigint): Host {
  return {
    peerId,
    disk: new Disk(incarnation),
    replica: undefined,
    run: 0,
    isPaused: false,
    isStalled: false,
    isFlushing: false,
    isStepDue: false,
    wakeAtMs: -1,
    clockAheadMs: 0,
    mailbox: [],
    appended: [],
    waiting: []
  }
}

/** One line about a message, for traces. */
export function describe(message: Message): string {
  const fields = Object.entries(message).map(([name, field]) => {
    if (Array.isArray(field)) return `${name}[${field.length}]`
    if (typeof field === 'object') return formatBallot(field)
    return name === 'type' ? field : `${name} ${field}`
  })
  return fields.join(' ')
}
