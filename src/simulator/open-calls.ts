import { LockLostError, OutcomeUnknownError } from '../errors.js'
import type { Group } from '../group/group.js'
import { History } from './history.js'

/** One life of a process that uses the objects of a group. */
export interface Life {
  readonly peerId: string
  readonly group: Group
  isOver: boolean
}

/** Errors that say that a call had no effect and never will. */
const withoutEffect: ReadonlySet<string> = new Set([
  'LockLostError',
  'NoQuorumError',
  'OverloadedError',
  'TimeoutError'
])

/** Errors that leave it open. */
const uncertain: ReadonlySet<string> = new Set([
  'OutcomeUnknownError',
  'ReplicaStoppedError',
  'SessionExpiredError',
  'StoreError'
])

interface OpenCall {
  readonly life: Life
  readonly what: string
  readonly onOver: () => void
}

/** Calls that have not ended, whatever they are. */
export class OpenCalls {
  readonly #open = new Set<OpenCall>()
  readonly #fail: (error: unknown) => void

  /** @param fail Told an error that no fault explains. */
  constructor(fail: (error: unknown) => void) {
    this.#fail = fail
  }

  get pending(): string[] {
    return [...this.#open].map(({ life, what }) => `${what} at ${life.peerId}`)
  }

  /** Ends as `ask` does; once the life is over, nothing more is heard of it. */
  async track<T>(
    life: Life,
    what: string,
    ask: () => Promise<T>,
    onOver: () => void = () => undefined
  ): Promise<T> {
    const call: OpenCall = { life, what, onOver }
    this.#open.add(call)
    return await new Promise((resolve, reject) => {
      ask().then(
        result => this.#open.delete(call) && resolve(result),
        error => this.#open.delete(call) && reject(error)
      )
    })
  }

  /** The same, but resolves with undefined if it fails for a fault. */
  async attempt<T>(life: Life, what: string, ask: () => Promise<T>): Promise<T | undefined> {
    try {
      return await this.track(life, what, ask)
    } catch (error) {
      if (effectOf(error) === undefined) this.#fail(error)
      return undefined
    }
  }

  end(life: Life): void {
    for (const call of this.#open) {
      if (call.life !== life) continue
      this.#open.delete(call)
      call.onOver()
    }
  }
}

/** Calls of objects that are judged by a sequential model, and what they were told. */
export class RecordedCalls<Operation extends { readonly type: string }, Result extends object> {
  readonly history: History<Operation, Result> = new History()
  readonly #open: OpenCalls
  readonly #fail: (error: unknown) => void

  constructor(open: OpenCalls, fail: (error: unknown) => void) {
    this.#open = open
    this.#fail = fail
  }

  /** Resolves with whether the call returned. */
  async call(life: Life, operation: Operation, ask: () => Promise<Result>): Promise<boolean> {
    const { history } = this
    const id = history.invoke(life.peerId, operation)
    try {
      const what = `${operation.type} ${id}`
      history.return(id, await this.#open.track(life, what, ask, () => history.unknown(id)))
      return true
    } catch (error) {
      const effect = effectOf(error)
      if (effect === undefined) this.#fail(error)
      else if (effect === 'none') history.fail(id)
      else history.unknown(id)
      if (error instanceof OutcomeUnknownError) this.#follow(id, error)
      return false
    }
  }

  /** Records what became of a call that was given up, if that is found out: what it was told, nobody knows. */
  #follow(id: number, error: OutcomeUnknownError): void {
    error.outcome().then(
      outcome => {
        if (outcome.chosen) this.history.return(id, {} as Result)
        else this.history.fail(id)
      },
      reason => {
        if (effectOf(reason) === undefined) this.#fail(reason)
      }
    )
  }
}

/** Whether a call that failed may have had an effect; undefined if no fault explains the error. */
export function effectOf(error: unknown): 'none' | 'unknown' | undefined {
  const name = error instanceof Error ? error.name : ''
  if (withoutEffect.has(name)) return 'none'
  return uncertain.has(name) ? 'unknown' : undefined
}

export function isLockLost(error: unknown): boolean {
  return error instanceof LockLostError
}
