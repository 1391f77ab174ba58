import type { Ballot } from '../../src/core/ballot.js'
import type { Connection, Link } from '../../src/simulator/link.js'
import type { World } from '../../src/simulator/world.js'
import type { AnyMessage, FrameSection } from '../../src/wire/frame.js'
import { decodeFrame, encodeFrame } from '../../src/wire/frame-codec.js'

/** A message that a replica handed over to be sent. */
export interface Letter {
  readonly from: string
  readonly to: string
  readonly message: AnyMessage
  /** What came with it: the group and the incarnation of the sender. */
  readonly envelope: Pick<FrameSection, 'groupId' | 'incarnation'>
}

/** Whether a letter is meant. */
export type Select = (letter: Letter) => boolean

interface Rule {
  readonly select: Select
  readonly isLost: boolean
  readonly letters: Letter[]
}

/** Everything that is sent over the links of a world, message by message: what leaves can be seen, lost, and delivered late. */
export class Letters {
  readonly #world: World
  readonly #senders = new Map<string, Link['send']>()
  /** The connection that each link carried its last frame for. */
  readonly #connections = new Map<string, Connection>()
  #rules: Rule[] = []

  constructor(world: World) {
    this.#world = world
    for (const from of world.peerIds) {
      for (const to of world.peerIds) if (from !== to) this.#intercept(from, to)
    }
  }

  /** The letters that `select` picks from now on, whether they arrive or not. */
  watch(select: Select): readonly Letter[] {
    return this.#add(select, false)
  }

  /** Loses the letters that `select` picks from now on, and returns them. */
  lose(select: Select): readonly Letter[] {
    return this.#add(select, true)
  }

  /** Loses the first letter of every link that `select` picks, and returns them. */
  loseFirst(select: Select): readonly Letter[] {
    const links = new Set<string>()
    return this.lose(letter => {
      const link = letter.from + letter.to
      if (links.has(link) || !select(letter)) return false
      links.add(link)
      return true
    })
  }

  /** Sends letters that left some time ago once more, over the connections that there are now. */
  deliver(letters: readonly Letter[]): void {
    for (const { from, to, message, envelope } of letters) {
      const connection = this.#connections.get(from + to)
      if (connection === undefined) throw new RangeError(`nothing went from ${from} to ${to} yet`)
      const frame = { sections: [{ ...envelope, messages: [message] }] }
      this.#senders.get(from + to)?.(connection, encodeFrame(frame))
    }
  }

  /** Lets everything through again, and watches nothing any more. */
  clear(): void {
    this.#rules = []
  }

  #add(select: Select, isLost: boolean): readonly Letter[] {
    const rule: Rule = { select, isLost, letters: [] }
    this.#rules.push(rule)
    return rule.letters
  }

  #intercept(from: string, to: string): void {
    const link = this.#world.network.link(from, to)
    const send = link.send.bind(link)
    this.#senders.set(from + to, send)
    link.send = (connection, bytes, lane) => {
      this.#connections.set(from + to, connection)
      const left = this.#rules.length === 0 ? bytes : this.#filter(from, to, bytes)
      if (left !== undefined) send(connection, left, lane)
    }
  }

  /** What is left of a frame; undefined if nothing is. */
  #filter(from: string, to: string, bytes: Uint8Array): Uint8Array | undefined {
    const { sections } = decodeFrame(bytes)
    // A probe, of which there is no letter.
    if (sections.length === 0) return bytes
    const kept = sections.map(section => ({
      ...section,
      messages: section.messages.filter(message => {
        return !this.#isLost({ from, to, message, envelope: section })
      })
    }))
    const left = kept.filter(({ messages }) => messages.length > 0)
    if (left.length === 0) return undefined
    const isWhole = kept.every(({ messages }, i) => {
      return messages.length === sections[i]?.messages.length
    })
    return isWhole ? bytes : encodeFrame({ sections: left })
  }

  /** Whether any rule loses the letter; every rule gets to see it. */
  #isLost(letter: Letter): boolean {
    let isLost = false
    for (const rule of this.#rules) {
      if (!rule.select(letter)) continue
      rule.letters.push(letter)
      isLost ||= rule.isLost
    }
    return isLost
  }
}

/** The ballot that a letter is about. */
export function ballotOf(letter: Letter | undefined): Ballot {
  if (letter === undefined || !('ballot' in letter.message)) {
    throw new RangeError(`no ballot in ${letter?.message.type}`)
  }
  return letter.message.ballot
}
