import { command } from '../page/live/server-link.js'
import { Observable } from '../page/parts/observable.js'
import type { Claim, ServerEvent } from '../shared/messages.js'
import type { Owners } from './cells.js'

export interface NaiveState {
  /** What this tab believes. */
  readonly owners: Owners
  /** Cells that this tab was told to have, and that it lost to somebody who was told the same. */
  readonly lost: readonly string[]
}

/**
 * The board as it is often built: who finds a cell free takes it and tells the others, and the last one to be heard wins.
 *
 * Nothing here is slowed down. Between the look and the telling there is time, and that is enough.
 */
export class NaiveBoard extends Observable<NaiveState> {
  readonly #self: () => string

  constructor(self: () => string) {
    super({ owners: {}, lost: [] })
    this.#self = self
  }

  /** Takes a cell that looks free; whether it is this tab's now, as far as it can know. */
  async claim(cell: string): Promise<boolean> {
    if (this.state.owners[cell] !== undefined) return false
    const claim: Claim = { cell, owner: this.#self() }
    this.#take(claim)
    await command({ type: 'claim', claim })
    return true
  }

  onServerEvent(event: ServerEvent): void {
    if (event.type === 'claim') this.#take(event.claim)
    if (event.type === 'clear') this.update({ owners: {}, lost: [] })
  }

  #take({ cell, owner }: Claim): void {
    const { owners, lost } = this.state
    const self = this.#self()
    const isLost = owner !== self && (owners[cell] === self || lost.includes(cell))
    const others = lost.filter(each => each !== cell)
    this.update({
      owners: { ...owners, [cell]: owner },
      lost: isLost ? [...others, cell].toSorted() : others
    })
  }
}
