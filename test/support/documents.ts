import { posix } from 'node:path'
import { maskSource } from './source-text.js'

/** Texts by their path from the root of the repository, with forward slashes. */
export type Texts = ReadonlyMap<string, string>

/** A report of vitest's JSON reporter, as far as it is used. */
export interface TestReport {
  readonly testResults: readonly {
    readonly assertionResults: readonly {
      readonly ancestorTitles: readonly string[]
      readonly title: string
      readonly status: string
    }[]
  }[]
}

interface Block {
  /** Line of the opening fence, from 1. */
  readonly line: number
  readonly language: string
  readonly code: string
  /** The last line before the fence that is not blank. */
  readonly before: string
}

/** Blocks in these languages show what nothing compiles, so they need no source. */
const freeLanguages = ['sh', 'text', 'json', 'proto']

const sourceComment = /^<!-- from: (?<path>(?:examples|test)\/[^#\s]+)#(?<region>[\w-]+) -->$/
const limitConstant = /^export const (?<name>\w+(?:Max|Min|Ms|Bytes|Slots|Count|Entries))\b/gm
const anyConstant = /^export const (?<name>\w+)\b/gm

/** Code blocks that do not name, or do not equal, a region of a file under `examples` or `test`. */
export function codeViolations(documents: Texts, files: Texts): string[] {
  const violations: string[] = []
  for (const [path, text] of documents) {
    for (const { line, language, code, before } of codeBlocks(text)) {
      const source = sourceComment.exec(before)?.groups
      if (source === undefined) {
        if (!freeLanguages.includes(language)) {
          violations.push(`${path}:${line}: the block does not say where it is from`)
        }
        continue
      }
      const name = `${source['path']}#${source['region']}`
      const region = regionOf(files.get(source['path'] ?? '') ?? '', source['region'] ?? '')
      if (region === undefined) violations.push(`${path}:${line}: there is no ${name}`)
      else if (region !== code) violations.push(`${path}:${line}: the block differs from ${name}`)
    }
  }
  return violations
}

/** Relative links to a file that does not exist, or to a heading that the file does not have. */
export function linkViolations(documents: Texts, exists: (path: string) => boolean): string[] {
  const violations: string[] = []
  for (const [path, text] of documents) {
    const prose = withoutCode(text)
    const targets = [
      ...prose.matchAll(/\]\((?<target>[^)\s]+)(?:\s+"[^"]*")?\)/g),
      ...prose.matchAll(/^\[[^\]]+\]:\s*(?<target>\S+)/gm)
    ].map(({ groups }) => groups?.['target'] ?? '')
    for (const target of targets.filter(each => !/^[a-z][a-z+.-]*:/i.test(each))) {
      const [file = '', anchor] = target.split('#', 2)
      const linked = file === '' ? path : posix.join(posix.dirname(path), file)
      const anchors = documents.has(linked)
        ? headingAnchors(documents.get(linked) ?? '')
        : undefined
      if (anchors === undefined && !exists(linked)) {
        violations.push(`${path}: ${target} leads nowhere`)
      } else if (anchor !== undefined && anchors !== undefined && !anchors.includes(anchor)) {
        violations.push(`${path}: ${target} names no heading of ${linked}`)
      }
    }
  }
  return violations
}

/**
 * Exported limits of `sources` that `limits` does not name in backquotes, and table rows that name
 * no limit.
 */
export function limitViolations(limits: string, sources: Texts): string[] {
  const exported = new Set<string>()
  for (const [path, text] of sources) {
    const pattern = posix.basename(path) === 'limits.ts' ? anyConstant : limitConstant
    for (const { groups } of text.matchAll(pattern)) exported.add(groups?.['name'] ?? '')
  }
  const all = [...sources.values()].join('\n')
  const rows = [...limits.matchAll(/^\|\s*`(?<name>\w+)`/gm)].map(row => row.groups?.['name'] ?? '')
  return [
    ...[...exported]
      .filter(name => !limits.includes(`\`${name}\``))
      .map(name => `${name} is missing`),
    ...rows
      .filter(name => !new RegExp(`\\b${name}\\b`).test(all))
      .map(name => `${name} does not exist`)
  ]
}

/**
 * Rows that `ids` want and the table lacks, has twice or has besides; titles without a test;
 * "later" without a reason.
 */
export function testingViolations(table: string, ids: readonly string[], tests: Texts): string[] {
  const rows = testingRows(table)
  const literals = [...tests.values()].map(text => maskSource(text).text)
  const violations = ids
    .filter(id => rows.filter(row => row.id === id).length !== 1)
    .map(id => `${id} wants exactly one row`)
  for (const { id, titles, later } of rows) {
    if (!ids.includes(id)) violations.push(`${id} is not known`)
    if (later === '' || (later === undefined && titles.length === 0)) {
      violations.push(`${id} names no test and no reason`)
    }
    for (const title of titles) {
      if (!literals.some(text => hasLiteral(text, title))) {
        violations.push(`${id}: no test is called "${title}"`)
      }
    }
  }
  return violations
}

/** Titles of the table that no passed test, nor a group of passed tests, has. */
export function notRunViolations(table: string, reports: readonly TestReport[]): string[] {
  const results = reports.flatMap(({ testResults }) =>
    testResults.flatMap(({ assertionResults }) => assertionResults)
  )
  const titlesOf = (passed: boolean): string[] =>
    results
      .filter(({ status }) => (status === 'passed') === passed)
      .flatMap(({ title, ancestorTitles }) => [title, ...ancestorTitles])
  const passed = new Set(titlesOf(true))
  const notPassed = new Set(titlesOf(false))
  return testingRows(table).flatMap(({ id, titles }) =>
    titles
      .filter(title => !passed.has(title) || notPassed.has(title))
      .map(title => `${id}: "${title}" did not run or did not pass`)
  )
}

/** The numbers `prefix1` to `prefix<last>`. */
export function numbered(prefix: string, last: number): string[] {
  return Array.from({ length: last }, (_, index) => `${prefix}${index + 1}`)
}

interface TestingRow {
  readonly id: string
  readonly titles: readonly string[]
  /** The reason why there is no test yet. */
  readonly later?: string
}

/**
 * Rows `| T1 | words | title |`; several titles are separated by `<br>`, and none is `later: why`.
 */
function testingRows(table: string): TestingRow[] {
  return [...table.matchAll(/^\|\s*([A-Z]\d+)\s*\|.*?(?<!\\)\|\s*(.*?)\s*\|\s*$/gm)].map(
    ([, id = '', cell = '']) => {
      const later = /^later:\s*(?<reason>.*)$/.exec(cell)?.groups?.['reason']
      if (later !== undefined) return { id, titles: [], later }
      const titles = cell.split('<br>').map(title => title.trim().replaceAll('\\|', '|'))
      return { id, titles: titles.filter(title => title !== '') }
    }
  )
}

function hasLiteral(source: string, title: string): boolean {
  return ["'", '"', '`'].some(quote =>
    source.includes(quote + title.replaceAll('\\', '\\\\').replaceAll(quote, `\\${quote}`) + quote)
  )
}

function codeBlocks(text: string): Block[] {
  const blocks: Block[] = []
  let before = ''
  let open: { line: number; fence: string; language: string; code: string[] } | undefined
  for (const [index, content] of text.split('\n').entries()) {
    if (open !== undefined) {
      if (content.trim() === open.fence) {
        blocks.push({ ...open, code: open.code.join('\n'), before })
        open = undefined
        before = ''
      } else open.code.push(content)
      continue
    }
    const [, fence, language = ''] = /^\s*(`{3,}|~{3,})\s*([\w-]*)/.exec(content) ?? []
    if (fence !== undefined) open = { line: index + 1, fence, language, code: [] }
    else if (content.trim() !== '') before = content.trim()
  }
  return blocks
}

/**
 * What stands between the region's marks, without the marks of other regions and without common
 * indentation.
 */
function regionOf(text: string, name: string): string | undefined {
  const lines = text.split('\n')
  const first = lines.findIndex(line => line.trim() === `// #region ${name}`)
  const end = lines.findIndex(line => line.trim() === `// #endregion ${name}`)
  if (first < 0 || end < first) return undefined
  const inside = lines.slice(first + 1, end).filter(line => !/^\s*\/\/ #(end)?region /.test(line))
  const indents = inside.filter(line => line.trim() !== '').map(line => line.search(/\S/))
  const indent = Math.min(...indents)
  return inside.map(line => line.slice(indent)).join('\n')
}

function withoutCode(text: string): string {
  return text.replace(/^\s*(`{3,}|~{3,})[\s\S]*?^\s*\1\s*$/gm, '').replace(/`[^`\n]*`/g, '')
}

/** The anchors that code hosts give to the headings of a document. */
function headingAnchors(text: string): string[] {
  const prose = text.replace(/^\s*(`{3,}|~{3,})[\s\S]*?^\s*\1\s*$/gm, '')
  return [...prose.matchAll(/^#{1,6}\s+(.*?)\s*$/gm)].map(([, title = '']) =>
    title
      .toLowerCase()
      .replace(/[^\p{Letter}\p{Number}\s_-]/gu, '')
      .replace(/\s/g, '-')
  )
}
