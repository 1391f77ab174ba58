/** One line: what went wrong and why. Never a stack trace. */
export function describeError(error: unknown): string {
  return error instanceof Error
    ? `${error.name}: ${describeMessage(error)}`
    : oneLine(String(error))
}

/** The error's message and those of what caused it, in one line. */
export function describeMessage(error: Error): string {
  const { message, cause } = error
  const why = cause instanceof Error ? ` (${describeMessage(cause)})` : ''
  return `${oneLine(message)}${why}`
}

/** Some errors carry the stacks of others in their message. */
function oneLine(text: string): string {
  return text
    .split('\n')
    .map(line => line.trim())
    .filter(line => line !== '' && !/^at .*:\d+:\d+\)?$/.test(line) && !/^at .*\(.*\)$/.test(line))
    .join(' ')
}
