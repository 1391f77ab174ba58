/** Rows and columns of the board. */
const rows = ['A', 'B', 'C', 'D']
const columns = ['1', '2', '3', '4', '5', '6']

/** Every cell, such as `A1`. */
export const cells: readonly string[] = rows.flatMap(row => columns.map(column => row + column))

/** Whom a board says that a cell belongs to, by the cell: PeerIds. */
export type Owners = Readonly<Record<string, string>>
