import { type Multiaddr, multiaddr } from '@multiformats/multiaddr'
import { fromString } from 'uint8arrays/from-string'
import { toString as bytesToString } from 'uint8arrays/to-string'
import { InvalidOptionsError } from '../errors.js'
import { hashBytes } from '../wire/limits.js'

/** What an invite says. */
export interface InviteContent {
  readonly name: string
  /** 32 bytes. */
  readonly groupId: Uint8Array
  /** Where members listen; each address ends with its member's PeerId. */
  readonly addresses: readonly Multiaddr[]
}

/** How every invite begins, so that people know one when they see it. */
const prefix = 'paxos:'

/** Version of the form that this code writes and reads. */
const version = 1

/** Addresses in an invite: a few are enough, and it is to stay short. */
export const inviteAddressesMax = 16

/** Characters of an invite. */
const inviteLengthMax = 8 * 1024

const encoder = new TextEncoder()
const decoder = new TextDecoder('utf-8', { fatal: true })

/*
 * The version, the group id, and then the name and each address behind its length in two bytes.
 */

/** The invite as text. It names the group, and is no secret: who joins is up to the members. */
export function encodeInvite({ name, groupId, addresses }: InviteContent): string {
  const parts = [encoder.encode(name), ...addresses.map(address => address.bytes)]
  const bytes = [version, ...groupId]
  for (const part of parts) bytes.push(part.length >> 8, part.length & 0xff, ...part)
  return prefix + bytesToString(Uint8Array.from(bytes), 'base64url')
}

/** @throws InvalidOptionsError if the text is no invite. */
export function decodeInvite(text: string): InviteContent {
  try {
    if (typeof text !== 'string' || text.length > inviteLengthMax || !text.startsWith(prefix)) {
      throw new TypeError(`it does not begin with ${prefix}, or is too long`)
    }
    const bytes = fromString(text.slice(prefix.length), 'base64url')
    if (bytes[0] !== version) throw new TypeError(`version ${bytes[0]} is not known`)
    const groupId = bytes.slice(1, 1 + hashBytes)
    const [name, ...addresses] = [...partsOf(bytes.subarray(1 + hashBytes))]
    if (groupId.length !== hashBytes || name === undefined) throw new TypeError('it is cut short')
    if (addresses.length > inviteAddressesMax) throw new TypeError('it has too many addresses')
    return {
      name: decoder.decode(name),
      groupId,
      addresses: addresses.map(part => multiaddr(part))
    }
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause)
    throw new InvalidOptionsError(`this is no invite: ${why}`, { cause })
  }
}

function* partsOf(bytes: Uint8Array): Generator<Uint8Array> {
  for (let at = 0; at < bytes.length; ) {
    const length = ((bytes[at] ?? 0) << 8) | (bytes[at + 1] ?? 0)
    const part = bytes.subarray(at + 2, at + 2 + length)
    if (part.length < length || at + 2 > bytes.length) throw new TypeError('it is cut short')
    yield part
    at += 2 + length
  }
}
