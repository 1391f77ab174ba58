import { type ReplicatedMap, stringCodec } from 'libp2p-paxos'
import type { Live } from '../page/live/live.js'
import { command } from '../page/live/server-link.js'
import { Observable } from '../page/parts/observable.js'
import type { ServerEvent } from '../shared/messages.js'
import { cells, type Owners } from './cells.js'
import { NaiveBoard } from './naive-board.js'

/** The most milliseconds from one claim of a race to the next: each tab has a pace of its own, as people have. */
const paceMsMax = 12

export interface BoardState {
  /** What was agreed on. */
  readonly owners: Owners
  /** How the last claim of this tab ended. */
  readonly said: string
}

/** Two boards with the same cells: one that the group agrees on, and one where everyone just tells. */
export class Board extends Observable<BoardState> {
  readonly naive: NaiveBoard
  readonly #live: Live

  constructor(live: Live) {
    super({ owners: {}, said: '' })
    this.#live = live
    this.naive = new NaiveBoard(() => live.state.self)
    live.onServerEvent(event => this.#onEvent(event))
  }

  /** Follows the board of the group. */
  async start(): Promise<void> {
    const { slot, entries } = await this.#map.scan()
    this.update({ owners: Object.fromEntries(entries.map(({ key, value }) => [key, value])) })
    for await (const { type, key, value = '' } of this.#map.watch({ slot: slot + 1 })) {
      const { [key]: _, ...others } = this.state.owners
      this.update({ owners: type === 'set' ? { ...others, [key]: value } : others })
    }
  }

  /** Claims a cell on both boards, at once. */
  async claim(cell: string): Promise<void> {
    const naive = this.naive.claim(cell)
    // #region claim
    const claimed = await this.#map.setIfAbsent(cell, this.#live.state.self)
    // #endregion claim
    const agreed = claimed.succeeded ? 'yours' : 'taken'
    const told = (await naive) ? 'told that it is yours, which may not be so for long' : 'taken'
    this.update({ said: `${cell}: by Paxos it is ${agreed}. Without, ${told}.` })
  }

  /** Has every tab claim every cell, at the same time. */
  async race(): Promise<void> {
    await command({ type: 'race', cells })
  }

  /** Frees all cells. */
  async clear(): Promise<void> {
    await this.#map.transaction({ actions: cells.map(key => ({ type: 'delete', key })) })
    await command({ type: 'clear' })
    this.update({ said: '' })
  }

  async #claimAll(all: readonly string[]): Promise<void> {
    const claims: Promise<void>[] = []
    for (const cell of all) {
      claims.push(this.claim(cell))
      await new Promise(resolve => setTimeout(resolve, Math.random() * paceMsMax))
    }
    await Promise.all(claims)
    this.update({ said: 'Every seat was claimed by every tab, on both boards.' })
  }

  get #map(): ReplicatedMap<string> {
    return this.#live.group.map('board', { codec: stringCodec })
  }

  #onEvent(event: ServerEvent): void {
    this.naive.onServerEvent(event)
    if (event.type === 'race') void this.#claimAll(event.cells)
  }
}
