import type { AnyMessage } from './frame.js'

/** How one kind is written and read; `M` is its message, `W` its form in the schema. */
export interface Kind<M, W> {
  toWire(message: M): Partial<W>
  fromWire(part: W): M
}

export type OfType<T extends AnyMessage['type']> = Extract<AnyMessage, { readonly type: T }>
