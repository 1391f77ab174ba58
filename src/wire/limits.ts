import { entryOverheadBytes } from '../core/entry.js'
import { snapshotChunkBytes, suffixBytesMax, unchosenBytesMax } from '../core/limits.js'

const kibibyte = 1024
const mebibyte = 1024 * kibibyte

/**
 * Bytes of one encoded message.
 *
 * Above the largest message that the core sends, a promise or synchronisation of {@link suffixBytesMax}.
 */
export const messageBytesMax: number = 8 * mebibyte

/** Bytes of one encoded frame, without its length prefix: a message of any size and its envelope, or many small ones. */
export const frameBytesMax: number = messageBytesMax + 64 * kibibyte

/** Bytes of a frame on the lane of snapshots, likewise: a part of a content, and its envelope. */
export const snapshotFrameBytesMax: number = snapshotChunkBytes + 64 * kibibyte

/** Groups, or parts of the messages of one group, in a frame. */
export const sectionsPerFrameMax = 1024

/** Messages in a frame, of all its sections together. */
export const messagesPerFrameMax = 4096

/** Bytes that somebody who is no member may say about one group in a frame: enough to ask to be admitted. */
export const strangerSectionBytesMax = 256

/** Addresses of members that one frame carries. */
export const peerRecordsPerFrameMax = 64

/** Bytes of one member's signed addresses. */
export const peerRecordBytesMax: number = 8 * kibibyte

/** Entries or proposals in one message. As the core counts their bytes, no message has room for more. */
export const entriesPerMessageMax: number = messageBytesMax / entryOverheadBytes

/** Bytes of a proposal's key in UTF-8. */
export const keyBytesMax: number = kibibyte

/** Bytes of the name of a decision in UTF-8. */
export const nameBytesMax: number = kibibyte

/** Addresses of one voter that a configuration keeps. */
export const voterAddressesMax = 8

/** Bytes of the text of one address. */
export const addressBytesMax = 512

/** Bytes of a PeerId in its string form; today's have about 50. */
export const peerIdBytesMax = 128

/** Bytes of a SHA-256 hash, as which groups and their names are known. */
export const hashBytes = 32

/**
 * Highest value that the option `valueBytesMax` can have, in bytes: the largest value that frames and records carry.
 *
 * A promise carries everything that is not known to be chosen, to which a leader appends while it is below
 * {@link unchosenBytesMax}: that, one more value with its key, and nothing else must fit in {@link suffixBytesMax}.
 */
export const valueBytesMaxLimit: number = suffixBytesMax - unchosenBytesMax - 64 * kibibyte
