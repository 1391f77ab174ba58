import type { Readable } from 'node:stream'
import type { Group } from '../index.js'
import { splitLines } from './lines.js'
import {
  decodeText,
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
const lineBytesMax = 8 * 1024 * 1024

export interface RequestsInit {
  readonly group: Group<string>
  readonly input: Readable
  /** Whether lines are JSON objects; otherwise each is a value. */
  readonly json: boolean
  readonly reporter: Reporter
  /** Resolves when everything the group's log holds up to `slot` was reported. */
  readonly reported: (slot: number) => Promise<void>
  /** An invite to the group. */
  readonly invite: () => Promise<string>
  /** The peer left the group. */
  readonly onLeft: () => void
  /** Ends reading. */
  readonly signal: AbortSignal
}

/**
 * Does what the lines of input ask for until they end, in their order and without waiting for one before the next. Reading pauses
 * while as much is under way as the group lets wait, and while the reader of the output does not keep up.
 */
export async function serveRequests(init: RequestsInit): Promise<void> {
  const { group, input, json, reporter, signal } = init
  const { pendingCountMax, pendingBytesMax } = group.options
  const window = new Window(pendingCountMax, pendingBytesMax)
  let lineNumber = 0
  try {
    for await (const line of splitLines(input, lineBytesMax)) {
      if (signal.aborted) return
      lineNumber += 1
      const request = readLine(line, lineNumber, json)
      if (request.type === 'malformed') {
        reportFailure(reporter, request.id, request.error, false)
        await reporter.drained()
        continue
      }
      const bytes = request.type === 'propose' ? Buffer.byteLength(request.value) : 0
      await window.enter(bytes)
      if (signal.aborted) return
      void serve(init, request).then(() => window.leave(bytes))
    }
  } catch (error) {
    // Input that was closed from here ends with an error of its own.
    if (!signal.aborted) throw error
  }
}

function readLine(
  line: Uint8Array | undefined,
  lineNumber: number,
  json: boolean
): PeerRequest | MalformedRequest {
  if (line === undefined) return malformed(null, `the line is longer than ${lineBytesMax} bytes`)
  if (json) return parseRequest(line)
  const id = `line ${lineNumber}`
  const value = decodeText(line)
  return value === undefined
    ? malformed(id, 'the line is not valid UTF-8')
    : { type: 'propose', id, value }
}

/** Never rejects. A proposal is made before this returns. */
async function serve(init: RequestsInit, request: PeerRequest): Promise<void> {
  const { reporter } = init
  try {
    reporter.report(await answer(init, request))
    if (request.type === 'leave') init.onLeft()
  } catch (error) {
    const changes = ['propose', 'reconfigure', 'leave'].includes(request.type)
    reportFailure(reporter, request.id, error, changes && mayHaveTakenEffect(error))
  }
  await reporter.drained()
}

async function answer(init: RequestsInit, request: PeerRequest): Promise<PeerEvent> {
  const { group, reported, invite } = init
  const { id } = request
  switch (request.type) {
    case 'propose': {
      const { slot } = await group.propose(request.value)
      return { type: 'acknowledged', id, slot }
    }
    case 'barrier': {
      const { slot } = await group.barrier()
      await reported(slot)
      return { type: 'barrier', id, slot }
    }
    case 'reconfigure': {
      const { slot } = await group.reconfigure(request.change)
      return { type: 'reconfigured', id, slot }
    }
    case 'invite':
      return { type: 'invite', id, invite: await invite() }
    case 'leave':
      await group.leave()
      return { type: 'left', id }
    case 'status': {
      const { error, ...status } = group.status()
      return {
        type: 'status',
        id,
        status: { ...status, error: error === undefined ? null : errorReport(error) }
      }
    }
  }
}

function reportFailure(
  reporter: Reporter,
  id: string | null,
  error: unknown,
  mayHaveTakenEffect: boolean
): void {
  reporter.report({ type: 'failed', id, error: errorReport(error), mayHaveTakenEffect })
}
