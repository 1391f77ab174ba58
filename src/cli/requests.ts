import type { Readable } from 'node:stream'
import type { CallOptions, Group } from '../index.js'
import { GroupObjects } from './group-objects.js'
import { type Line, splitLines } from './lines.js'
import {
  decodeText,
  type ErrorReport,
  errorReport,
  type MalformedRequest,
  malformed,
  mayHaveTakenEffect,
  type PeerEvent,
  type PeerRequest,
  parseRequest
} from './ndjson.js'
import type { Reporter } from './reporter.js'
import { Window } from './window.js'

/** Bytes of one line of input: room for the largest value in the longest way that JSON can spell it. */
export const lineBytesMax: number = 8 * 1024 * 1024

export interface RequestsInit {
  readonly group: Group<string>
  readonly reporter: Reporter
  /** Resolves when everything the group's log holds up to `slot` was reported. */
  readonly reported: (slot: number) => Promise<void>
  /** An invite to the group. */
  readonly invite: (options: CallOptions) => Promise<string>
  /** The peer left the group. */
  readonly onLeft: () => void
}

/** Does what it is asked for, and tells what came of it. */
export class Requests {
  readonly #init: RequestsInit
  readonly #objects: GroupObjects

  constructor(init: RequestsInit) {
    const { group, reporter } = init
    this.#init = init
    this.#objects = new GroupObjects(group, lost => reporter.report({ type: 'lock-lost', ...lost }))
  }

  /** Never rejects. What is proposed for a request is proposed before this returns, unless it takes several steps. */
  async serve(request: PeerRequest | MalformedRequest): Promise<void> {
    const { reporter, onLeft } = this.#init
    if (request.type === 'malformed') {
      this.#fail(request.id, request.error, false)
    } else {
      try {
        const answer = await this.#answer(request)
        reporter.report(answer)
        if (answer.type === 'left') onLeft()
        if (request.type === 'lock') this.#objects.onLockTold(request.name)
      } catch (error) {
        this.#fail(request.id, error, mayHaveTakenEffect(request, error))
      }
    }
    await reporter.drained()
  }

  async #answer(request: PeerRequest): Promise<PeerEvent> {
    const { group, reported, invite } = this.#init
    const { id, timeoutMs } = request
    const limit: CallOptions = timeoutMs === undefined ? {} : { timeoutMs }
    switch (request.type) {
      case 'propose': {
        const { slot } = await group.propose(request.value, limit)
        return { type: 'acknowledged', id, slot }
      }
      case 'barrier': {
        const { slot } = await group.barrier(limit)
        await reported(slot)
        return { type: 'barrier', id, slot }
      }
      case 'reconfigure': {
        const { slot } = await group.reconfigure(request.change)
        return { type: 'reconfigured', id, slot }
      }
      case 'invite':
        return { type: 'invite', id, invite: await invite(limit) }
      case 'leave':
        await group.leave()
        return { type: 'left', id }
      case 'status': {
        const { error, applyError, ...status } = group.status()
        const report = (why: Error | undefined): ErrorReport | null =>
          why === undefined ? null : errorReport(why)
        const errors = { error: report(error), applyError: report(applyError) }
        return { type: 'status', id, status: { ...status, ...errors } }
      }
      default:
        return await this.#objects.answer(id, request, limit)
    }
  }

  #fail(id: string | null, error: unknown, mayHaveTakenEffect: boolean): void {
    const { reporter } = this.#init
    reporter.report({ type: 'failed', id, error: errorReport(error), mayHaveTakenEffect })
  }
}

export interface LinesInit {
  readonly requests: Requests
  readonly group: Group<string>
  readonly input: Readable
  /** Whether lines are JSON objects; otherwise each is a value. */
  readonly json: boolean
  /** Ends reading. */
  readonly signal: AbortSignal
}

/**
 * Does what the lines of input ask for until they end, in their order and without waiting for one before the next. Reading pauses
 * while as much is under way as the group lets wait, and while the reader of the output does not keep up.
 */
export async function serveLines(init: LinesInit): Promise<void> {
  const { requests, group, input, json, signal } = init
  const { pendingCountMax, pendingBytesMax } = group.options
  // The other half is for leases, and for what requests leave behind that were given up.
  const window = new Window(Math.ceil(pendingCountMax / 2), pendingBytesMax / 2)
  let lineNumber = 0
  try {
    for await (const line of splitLines(input, lineBytesMax)) {
      if (signal.aborted) return
      lineNumber += 1
      const request = json ? readJson(line) : readValue(line, lineNumber)
      const bytes = bytesOf(request)
      await window.enter(bytes)
      if (signal.aborted) return
      void requests.serve(request).then(() => window.leave(bytes))
    }
  } catch (error) {
    // Input that was closed from here ends with an error of its own.
    if (!signal.aborted) throw error
  }
}

function readJson(line: Line): PeerRequest | MalformedRequest {
  return line === undefined ? tooLong(null) : parseRequest(line)
}

function readValue(line: Line, lineNumber: number): PeerRequest | MalformedRequest {
  const id = `line ${lineNumber}`
  if (line === undefined) return tooLong(id)
  const value = decodeText(line)
  return value === undefined
    ? malformed(id, 'the line is not valid UTF-8')
    : { type: 'propose', id, value, timeoutMs: undefined }
}

function tooLong(id: string | null): MalformedRequest {
  return malformed(id, `the line is longer than ${lineBytesMax} bytes`)
}

/** Bytes of an operation besides its names, keys and values, at most. */
const operationOverheadBytes = 64

/** Bytes that the proposal of a request has, at most. */
function bytesOf(request: PeerRequest | MalformedRequest): number {
  switch (request.type) {
    case 'propose':
      return Buffer.byteLength(request.value)
    case 'put':
    case 'cas':
    case 'delete': {
      const { map, key } = request
      const value = request.type === 'delete' ? '' : request.value
      // A condition has its key, and so has the question what is there if it does not hold.
      const keyBytes = Buffer.byteLength(map) + 3 * Buffer.byteLength(key)
      return operationOverheadBytes + keyBytes + Buffer.byteLength(value)
    }
    default:
      return 0
  }
}
