import { InvalidOptionsError } from '../errors.js'

/** What a line of somebody who types asks for: fields of a request, or something of this program itself. */
export type Command =
  | { readonly type: 'request'; readonly fields: Readonly<Record<string, unknown>> }
  | { readonly type: 'help' | 'quit' | 'nothing' }

interface CommandSpec {
  /** Arguments; those in brackets can be left out. */
  readonly args: string
  readonly help: string
  readonly toCommand: (...args: (string | undefined)[]) => Command
}

const request = (fields: Record<string, unknown>): Command => ({ type: 'request', fields })

const specs: Readonly<Record<string, CommandSpec>> = {
  get: {
    args: 'MAP KEY [CONSISTENCY]',
    help: 'what a key holds; linearizable, session or local',
    toCommand: (map, key, consistency) => request({ get: { map, key, consistency } })
  },
  put: {
    args: 'MAP KEY VALUE',
    help: 'set a key',
    toCommand: (map, key, value) => request({ put: { map, key, value } })
  },
  cas: {
    args: 'MAP KEY VERSION VALUE',
    help: 'set it if it has this version; 0: if it is not there',
    toCommand: (map, key, version, value) =>
      request({ cas: { map, key, version: number(version), value } })
  },
  delete: {
    args: 'MAP KEY [VERSION]',
    help: 'delete a key, or only if it has this version',
    toCommand: (map, key, version) => request({ delete: { map, key, version: number(version) } })
  },
  scan: {
    args: 'MAP [PREFIX] [AFTER]',
    help: 'keys that begin so, and come after that one',
    toCommand: (map, prefix, after) => request({ scan: { map, prefix, after } })
  },
  lock: {
    args: 'NAME [MS]',
    help: 'get a lock, and wait so long if somebody has it',
    toCommand: (name, waitMs) =>
      waitMs === undefined
        ? request({ lock: { name, waits: false } })
        : request({ lock: { name }, timeoutMs: number(waitMs) })
  },
  unlock: {
    args: 'NAME',
    help: 'give a lock up',
    toCommand: name => request({ unlock: { name } })
  },
  locks: { args: '', help: 'locks that this peer has', toCommand: () => request({ locks: true }) },
  next: {
    args: 'SEQUENCE',
    help: 'a number that nobody else gets',
    toCommand: sequence => request({ next: { sequence } })
  },
  status: {
    args: '',
    help: 'where the group stands',
    toCommand: () => request({ status: true })
  },
  help: { args: '', help: 'these lines', toCommand: () => ({ type: 'help' }) },
  quit: { args: '', help: 'end the peer', toCommand: () => ({ type: 'quit' }) }
}

/** What can be typed. */
export const commandsText: string = [
  ...Object.entries(specs).map(
    ([name, { args, help }]) => `${`${name} ${args}`.padEnd(28)}${help}`
  ),
  'A word with spaces, or none in it, is put in double quotes, as in JSON.'
].join('\n')

/**
 * Reads a line that somebody typed.
 *
 * @throws InvalidOptionsError if it is not what `help` says.
 */
export function readCommand(line: string): Command {
  const [name, ...args] = wordsOf(line)
  if (name === undefined) return { type: 'nothing' }
  const spec = Object.hasOwn(specs, name) ? specs[name] : undefined
  if (spec === undefined) {
    throw new InvalidOptionsError(`there is no command ${name}: help lists those that are`)
  }
  const wanted = spec.args.split(' ').filter(arg => arg !== '')
  const needed = wanted.filter(arg => !arg.startsWith('['))
  if (args.length < needed.length || args.length > wanted.length) {
    throw new InvalidOptionsError(`it is ${name} ${spec.args}`.trim())
  }
  return spec.toCommand(...args)
}

function wordsOf(line: string): string[] {
  const words = line.match(/"(?:[^"\\]|\\.)*"(?!\S)|\S+/g) ?? []
  return words.map(word => {
    if (!word.startsWith('"')) return word
    try {
      return JSON.parse(word)
    } catch {
      throw new InvalidOptionsError(`${word} is no text in double quotes`)
    }
  })
}

/** The number that a word is; else the word, for which it is refused. */
function number(word: string | undefined): number | string | undefined {
  return word !== undefined && /^\d+$/.test(word) ? Number(word) : word
}
