import type { Multiaddr } from '@multiformats/multiaddr'
import { InvalidOptionsError } from '../errors.js'

/**
 * The PeerId that an address ends with.
 *
 * @throws InvalidOptionsError if it ends with none.
 */
export function peerIdOf(address: Multiaddr): string {
  const last = address.getComponents().at(-1)
  if (last?.name === 'p2p' && last.value !== undefined) return last.value
  throw new InvalidOptionsError(`the address ${address.toString()} does not end with a PeerId`)
}

/** An address that ends with the PeerId of who listens there. */
export function withPeerId(address: Multiaddr, peerId: string): Multiaddr {
  const last = address.getComponents().at(-1)
  return last?.name === 'p2p' && last.value === peerId
    ? address
    : address.encapsulate(`/p2p/${peerId}`)
}
