import { LockLostError } from '../../errors.js'
import type { CallOptions } from '../call-limit.js'
import type { Codec } from '../codec.js'
import { encodeValue } from '../encode.js'
import { decoded, isOpen, perform, type ReadOptions } from './host.js'
import { type HeldTurn, type TurnInit, takeTurn } from './turn.js'

/** Who holds an office, and what it says of itself. */
export interface Incumbent<V> {
  readonly peerId: string
  readonly value: V
  /** Higher than that of whoever held the office before. */
  readonly token: number
}

/** An office that this member holds. */
export interface Leadership<V> extends AsyncDisposable {
  readonly token: number
  /** Aborted, with a LockLostError, once the office may be somebody else's. */
  readonly signal: AbortSignal
  /** Says something else of itself. @throws LockLostError if the office was lost. */
  proclaim(value: V, options?: CallOptions): Promise<void>
  /** Gives the office up. @throws LockLostError if it was lost before. */
  resign(options?: CallOptions): Promise<void>
}

/** An office, such as that of a scheduler, which one member of a group holds at a time, and all know who. */
export class Election<V> {
  readonly name: string
  readonly #init: TurnInit
  readonly #codec: Codec<V>

  /** To be had from `Group.election`. */
  constructor(name: string, init: TurnInit, codec: Codec<V>) {
    this.name = name
    this.#init = init
    this.#codec = codec
  }

  /**
   * Waits for the office, in the order in which members ask.
   *
   * @param value What others are told of this member, such as where its service is.
   * @throws what `Lock.acquire` throws.
   */
  async campaign(value: V, options: CallOptions = {}): Promise<Leadership<V>> {
    const bytes = this.#encode(value)
    const turn = (await takeTurn(this.#init, bytes, true, options)) as HeldTurn
    const { token, signal } = turn
    return {
      token,
      signal,
      proclaim: (next, given = {}) => this.#proclaim(turn, next, given),
      resign: (given = {}) => turn.release(given),
      [Symbol.asyncDispose]: () => turn.dispose()
    }
  }

  /** Who holds the office. */
  async incumbent(options: ReadOptions = {}): Promise<Incumbent<V> | undefined> {
    await this.#init.host.read(options)
    return this.#current()
  }

  /**
   * Who holds the office now, undefined for nobody, and then each time that somebody else does, or says something else. Whoever reads
   * slowly is told the latest only. Ends with the group.
   */
  async *observe(
    options: { readonly signal?: AbortSignal } = {}
  ): AsyncGenerator<Incumbent<V> | undefined, void, undefined> {
    const { host, kind, name } = this.#init
    const { signal } = options
    signal?.throwIfAborted()
    let changed = aChange()
    const unwatch = host.changes.watchOthers(change => {
      const isMeant = change.type === 'turn' && change.kind === kind && change.name === name
      if (change.type === 'end' && change.error !== undefined) changed.reject(change.error)
      else if (isMeant || change.type === 'jump' || change.type === 'end') changed.resolve()
    })
    const onAbort = (): void => changed.reject(signal?.reason)
    signal?.addEventListener('abort', onAbort, { once: true })
    try {
      await host.read(signal === undefined ? {} : { signal })
      while (isOpen(host)) {
        changed = aChange()
        signal?.throwIfAborted()
        yield this.#current()
        await changed.promise
      }
    } finally {
      unwatch()
      signal?.removeEventListener('abort', onAbort)
    }
  }

  #encode(value: V): Uint8Array {
    const { valueBytesMax } = this.#init.host
    return encodeValue(value, { codec: this.#codec, valueBytesMax })
  }

  #current(): Incumbent<V> | undefined {
    const { host, kind, name } = this.#init
    const first = host.objects.holder(kind, name)
    if (first === undefined) return undefined
    const { origin, value, token } = first.row
    return { peerId: origin, value: decoded(this.#codec, value), token }
  }

  async #proclaim({ claim }: HeldTurn, value: V, options: CallOptions): Promise<void> {
    const { host, name } = this.#init
    const operation = { type: 'proclaim', name, claim, value: this.#encode(value) } as const
    const { result } = await perform(host, 'done', operation, options)
    if (!result.existed) throw new LockLostError('the office was lost')
  }
}

/** To be resolved once something changed, or rejected, whether anybody waits for it or not. */
function aChange(): PromiseWithResolvers<void> {
  const change = Promise.withResolvers<void>()
  change.promise.catch(() => undefined)
  return change
}
