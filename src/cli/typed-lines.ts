import type { Readable } from 'node:stream'
import { InvalidOptionsError } from '../errors.js'
import { commandsText, readCommand } from './commands.js'
import { type Line, splitLines } from './lines.js'
import { decodeText, type MalformedRequest, type PeerRequest, toRequest } from './ndjson.js'
import { lineBytesMax, type Requests } from './requests.js'

/** Milliseconds after which what somebody typed is given up. */
const timeoutMs = 10_000

export interface TypedLinesInit {
  readonly requests: Requests
  readonly input: Readable
  /** Shows a text. */
  readonly print: (text: string) => void
  /** Ends reading. */
  readonly signal: AbortSignal
}

/** Does what somebody types, one line after the other, until `quit` or the end of input. */
export async function serveTypedLines(init: TypedLinesInit): Promise<void> {
  const { requests, input, print, signal } = init
  try {
    for await (const line of splitLines(input, lineBytesMax)) {
      if (signal.aborted) return
      const typed = readLine(line)
      if (typed.type === 'quit') return
      if (typed.type === 'help') print(commandsText)
      else if (typed.type === 'request') await requests.serve(typed.request)
    }
  } catch (error) {
    // Input that was closed from here ends with an error of its own.
    if (!signal.aborted) throw error
  }
}

type Typed =
  | { readonly type: 'request'; readonly request: PeerRequest | MalformedRequest }
  | { readonly type: 'help' | 'quit' | 'nothing' }

function readLine(line: Line): Typed {
  const id = 'typed'
  try {
    const text = line && decodeText(line)
    if (text === undefined) throw new InvalidOptionsError('the line is too long, or not UTF-8')
    const command = readCommand(text)
    if (command.type !== 'request') return command
    return { type: 'request', request: toRequest({ timeoutMs, ...command.fields, id }) }
  } catch (error) {
    if (!(error instanceof InvalidOptionsError)) throw error
    return { type: 'request', request: { type: 'malformed', id, error } }
  }
}
