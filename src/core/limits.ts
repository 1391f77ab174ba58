/**
 * Bytes of entries that a leader appends beyond the last chosen slot.
 *
 * It bounds what a promise or a synchronisation must carry, so that both fit in one message. Too low and a fast link
 * with a long delay is not filled; too high and a change of leader moves more.
 */
export const unchosenBytesMax: number = 4 * 1024 * 1024

/** Bytes of entries that one promise or accept-sync carries; above {@link unchosenBytesMax} plus one value. */
export const suffixBytesMax: number = 6 * 1024 * 1024

/** Bytes of entries that one accept, propose or catch-up message carries, unless a single entry is larger. */
export const chunkBytesMax: number = 512 * 1024

/**
 * Entries that one message carries.
 *
 * Small entries cost by their number: too high and an event loop stands still while it takes them up; too low and catching up takes more round
 * trips.
 */
export const chunkEntriesMax = 512

/**
 * Bytes of entries that are under way to one voter without acknowledgement. A slower voter gets no more until it answers,
 * and catches up from the log.
 */
export const voterWindowBytes: number = 4 * 1024 * 1024

/** Bytes of entries that are on their way to one learner before it says that it has some of them. */
export const learnerWindowBytes: number = 2 * 1024 * 1024

/** Learners that one replica serves; more have to look for another one. */
export const learnersMax = 256

/** Learners that a heartbeat's answer tells of. */
export const learnerReportsMax = 32

/** Bytes of chosen entries that a replica keeps in memory for those who lag a little. */
export const tailBytesMax: number = 4 * 1024 * 1024

/** How many they are at most. Too high and each collection of garbage takes longer: they live just long enough to be copied. */
export const tailEntriesMax = 8192

/** Bytes of proposals that wait at a leader to be appended; more are dropped, and resent by their origins. */
export const backlogBytesMax: number = 64 * 1024 * 1024

/** Bytes of every part of a snapshot's content but the last. */
export const snapshotChunkBytes: number = 256 * 1024

/** Slots at which snapshots were due that are remembered: the log that is kept before the last of them has no more such parts. */
export const dueSlotsMax = 64

/** Sessions that a group remembers; beyond it the least recently used one, counted in slots, is evicted. */
export const sessionsMax = 4096

/** Replicas that may pass on a proposal or a read request on its way to the leader. */
export const hopsMax = 3

/** Replies to requests for catch-up that a replica loads from its store at a time; further requests are dropped. */
export const loadsMax = 8
