/**
 * Values as CBOR.
 *
 * @packageDocumentation
 */

import { decode, encode } from 'cborg'
import type { Codec } from './codec.js'

export type { Codec } from './codec.js'

/** Values are what CBOR can express (RFC 8949), bytes and large numbers included, of a type the caller vouches for. */
export function cborCodec<T>(): Codec<T> {
  return { encode: value => encode(value), decode: bytes => decode(bytes) as T }
}
