/** Keys from `gte` up to, but without, `lt`; they sort by their bytes, and a key comes before those that it begins. */
export interface KeyRange {
  readonly gte: Uint8Array
  readonly lt: Uint8Array
}

/** What is kept under one key. */
export interface StoredRecord {
  readonly key: Uint8Array
  readonly value: Uint8Array
}

/** One change of one key. */
export type Operation =
  | { readonly type: 'put'; readonly key: Uint8Array; readonly value: Uint8Array }
  | { readonly type: 'del'; readonly key: Uint8Array }

/** The database under a store: keys in their order, of which both keys and values are bytes. One writer uses it at a time. */
export interface Database {
  /** What is durable now. It has to be read without waiting for anything else, and closed. */
  view(): DatabaseView
  /** The keys of the range, ascending, some at a time. */
  keys(range: KeyRange): AsyncIterable<readonly Uint8Array[]>
  /** Does all of these or none, durably. */
  write(operations: readonly Operation[]): Promise<void>
  /** Deletes what is in the range, durably or not. */
  clear(range: KeyRange): Promise<void>
}

/** A database as it was at one moment. */
export interface DatabaseView {
  get(key: Uint8Array): Promise<Uint8Array | undefined>
  /** The last record in the range. */
  last(range: KeyRange): Promise<StoredRecord | undefined>
  /** The records in the range, ascending. About `bytes` of them will be read. */
  records(range: KeyRange, bytes: number): AsyncIterable<StoredRecord>
  close(): Promise<void>
}

/** What `read` finds in a view, which is closed afterwards. */
export async function inView<T>(
  db: Database,
  read: (view: DatabaseView) => Promise<T>
): Promise<T> {
  const view = db.view()
  try {
    return await read(view)
  } finally {
    await view.close()
  }
}
