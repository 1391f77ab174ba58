/** A table in Markdown, whose first row is its head. */
export function table(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, column) =>
    Math.max(...rows.map(row => row[column]?.length ?? 0))
  )
  const line = (row: readonly string[]): string => {
    const cells = row.map((cell, column) =>
      column === 0 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0)
    )
    return `| ${cells.join(' | ')} |`
  }
  const [head = [], ...body] = rows
  const rule = `| ${widths.map((width, i) => `${'-'.repeat(width - 1)}${i === 0 ? '-' : ':'}`).join(' | ')} |`
  return [line(head), rule, ...body.map(line)].join('\n')
}

export function count(value: number): string {
  return Math.round(value).toLocaleString('en-US')
}

export function percent(share: number): string {
  return `${(share * 100).toFixed(1)} %`
}

export function milliseconds(value: number): string {
  return `${value.toFixed(value < 10 ? 3 : 1)} ms`
}

export function mebibytes(bytes: number): string {
  return `${(bytes / (1024 * 1024)).toFixed(1)} MiB`
}
