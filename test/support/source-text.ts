/**
 * Source code with what the compiler does not run blanked out; every character keeps its offset.
 */
export interface MaskedSource {
  /** Without comments. */
  readonly text: string
  /** Without comments and without the contents of strings, templates and regular expressions. */
  readonly code: string
}

/** Words and signs after which a slash begins a regular expression and not a division. */
const beforeRegExp =
  /(?:^|[([{,;=:!&|?+\-*%<>~^]|\b(?:return|case|typeof|in|of|void|await|yield))\s*$/

const plainPattern = /[^'"`/{}]+/y
const stringPattern = /'(?:[^'\\\n]|\\[\s\S])*'|"(?:[^"\\\n]|\\[\s\S])*"/y
const commentPattern = /\/\/[^\n]*|\/\*[\s\S]*?\*\//y
const regExpPattern = /\/(?:[^/\\[\n]|\\.|\[(?:[^\]\\\n]|\\.)*\])+\/[a-z]*/y
/**
 * A piece of a template: from its start or the end of a substitution, to the next substitution or
 * its end.
 */
const templatePattern = /[`}](?:[^`\\$]|\\[\s\S]|\$(?!\{))*(?:`|\$\{)/y

/** Masks TypeScript source. It knows no JSX and judges slashes by the token before them. */
export function maskSource(source: string): MaskedSource {
  let text = ''
  let code = ''
  /** For each open template substitution, how many braces are open within it. */
  const substitutions: number[] = []

  while (code.length < source.length) {
    const offset = code.length
    const plain = matchAt(plainPattern, source, offset)
    if (plain !== undefined) {
      text += plain
      code += plain
      continue
    }
    const char = source.charAt(offset)
    const depth = substitutions.at(-1)

    const comment = matchAt(commentPattern, source, offset)
    if (comment !== undefined) {
      text += blank(comment)
      code += blank(comment)
      continue
    }
    const template = char === '`' || (char === '}' && depth === 0)
    const literal = template
      ? matchAt(templatePattern, source, offset)
      : (matchAt(stringPattern, source, offset) ??
        (char === '/' && beforeRegExp.test(code.slice(-200))
          ? matchAt(regExpPattern, source, offset)
          : undefined))
    if (literal !== undefined) {
      if (char === '}') substitutions.pop()
      if (template && literal.endsWith('{')) substitutions.push(0)
      text += literal
      code += literal.charAt(0) + blank(literal.slice(1, -1)) + literal.slice(-1)
      continue
    }
    if (depth !== undefined && (char === '{' || char === '}')) {
      substitutions[substitutions.length - 1] = depth + (char === '{' ? 1 : -1)
    }
    text += char
    code += char
  }
  return { text, code }
}

/**
 * What `source` imports, re-exports or loads, in order; a computed dynamic import is given as
 * `undefined`.
 */
export function importSpecifiers(source: string): (string | undefined)[] {
  const { text, code } = maskSource(source)
  const found: (string | undefined)[] = []
  const pattern = /(?<![.\w$])(?:from\s*|import\s*\(?\s*)(?=['"`])|(?<![.\w$])import\s*\(/g
  for (const { index, 0: match } of code.matchAll(pattern)) {
    found.push(/^(['"])(.*?)\1/.exec(text.slice(index + match.length))?.[2])
  }
  return found
}

function matchAt(pattern: RegExp, source: string, offset: number): string | undefined {
  pattern.lastIndex = offset
  return pattern.exec(source)?.[0]
}

function blank(text: string): string {
  return text.replace(/[^\n]/g, ' ')
}
