/** Conditions, or actions, of one transaction. */
export const transactionActionsMax = 1024

/** Shortest and longest time, in milliseconds, that a lease lasts without being kept alive. */
export const ttlMsMin = 100
export const ttlMsMax: number = 24 * 60 * 60 * 1000

/** Bytes of the pieces, about, in which the state of objects goes into a snapshot. */
export const pieceBytes: number = 64 * 1024
