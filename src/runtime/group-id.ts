import { sha256 } from '@noble/hashes/sha2.js'
import { toString as bytesToString } from 'uint8arrays/to-string'
import type { Configuration } from '../core/configuration.js'
import type { Founding } from '../core/founding.js'

const encoder = new TextEncoder()

/** SHA-256 of a group's name. */
export function hashName(name: string): Uint8Array {
  return sha256(encoder.encode(name))
}

/** Identifies a founding before its group exists: founders that differ in anything never meet. */
export function meetingId(founding: Founding): Uint8Array {
  const { name, founders, quorum, keyWindowSlots, snapshotEveryBytes } = founding
  return sha256(
    encoder.encode(
      JSON.stringify([
        'libp2p-paxos meeting',
        name,
        founders,
        quorum.prepare,
        quorum.accept,
        keyWindowSlots,
        snapshotEveryBytes
      ])
    )
  )
}

/** Identifies one history: it binds the incarnations that founded it, so no other history shares it. */
export function groupId(meeting: Uint8Array, configuration: Configuration): Uint8Array {
  const { voters, quorum } = configuration
  return sha256(
    encoder.encode(
      JSON.stringify([
        'libp2p-paxos group',
        toHex(meeting),
        voters.map(({ peerId, incarnation }) => [peerId, incarnation.toString(16)]),
        quorum.prepare,
        quorum.accept
      ])
    )
  )
}

/** Lower-case hexadecimal. */
export function toHex(bytes: Uint8Array): string {
  return bytesToString(bytes, 'base16')
}
