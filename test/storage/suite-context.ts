import type { Store } from '../../src/storage/store.js'

/** A place in which a store keeps its state, empty at first. */
export interface StorePlace {
  /** A store object for this place that is not open. After the one before is closed it finds that one's state. */
  store(): Store
  /** Whether every call of `store` gives another object, so that two can compete for the place. */
  readonly hasHandles: boolean
  remove(): Promise<void>
}

/** The place of the test that runs, and the store there, which is open when the test begins. */
export class SuiteContext {
  #place: StorePlace | undefined
  #store: Store | undefined

  get place(): StorePlace {
    if (this.#place === undefined) throw new Error('no test runs')
    return this.#place
  }

  get store(): Store {
    if (this.#store === undefined) throw new Error('no test runs')
    return this.#store
  }

  async begin(place: StorePlace): Promise<void> {
    this.#place = place
    this.#store = place.store()
    await this.#store.open()
  }

  /** Closes the store and opens the next object for the same place. */
  async reopen(): Promise<void> {
    await this.store.close()
    await this.begin(this.place)
  }

  async end(): Promise<void> {
    await this.store.close()
    await this.place.remove()
  }
}
