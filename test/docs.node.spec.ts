import { existsSync, globSync, readFileSync } from 'node:fs'
import { sep } from 'node:path'
import { describe, expect, it } from 'vitest'
import {
  codeViolations,
  limitViolations,
  linkViolations,
  notRunViolations,
  numbered,
  type TestReport,
  type Texts,
  testingViolations
} from './support/documents.js'

const read = (path: string): string => readFileSync(path, 'utf8')
const readAll = (...patterns: string[]): Texts =>
  new Map(
    globSync(patterns, { exclude: ['docs/api/**', '**/node_modules/**'] })
      .map(path => path.split(sep).join('/'))
      .map(path => [path, read(path)])
  )

const documents = readAll('*.md', 'docs/**/*.md', 'examples/**/*.md')
// This file holds titles that are no tests.
const tests = new Map(
  [...readAll('test/**/*.spec.ts', 'test/support/**/*.ts')].filter(
    ([path]) => path !== 'test/docs.node.spec.ts'
  )
)
const ids = [...numbered('T', 42), ...numbered('B', 38)]
const reportPaths = ['unit', 'simulator', 'network', 'browser'].map(
  stage => `dist/test-results/${stage}.json`
)

describe('documents', () => {
  it('has a README', () => {
    expect([...documents.keys()]).toContain('README.md')
  })

  it('shows only code that tests run', () => {
    const files = readAll('examples/**/*.{ts,js}', 'test/**/*.ts')
    expect(codeViolations(documents, files)).toEqual([])
  })

  it('links to what exists', () => {
    expect(linkViolations(documents, existsSync)).toEqual([])
  })

  it('lists every limit in docs/limits.md', () => {
    expect(limitViolations(read('docs/limits.md'), readAll('src/**/*.ts'))).toEqual([])
  })

  it('maps every trap and behaviour to a test in docs/testing.md', () => {
    expect(testingViolations(read('docs/testing.md'), ids, tests)).toEqual([])
  })

  // Without reports there is nothing to judge; the script that runs everything writes them first.
  it.skipIf(process.env['CI'] === undefined && !reportPaths.every(path => existsSync(path)))(
    'names only tests that ran and passed in docs/testing.md',
    () => {
      const reports: TestReport[] = reportPaths.map(path => JSON.parse(read(path)))
      expect(notRunViolations(read('docs/testing.md'), reports)).toEqual([])
    }
  )
})

describe('rules of the documents', () => {
  const files = (...entries: [string, string][]): Texts => new Map(entries)
  const block = (language: string, code: string, before = ''): Texts =>
    files(['README.md', `${before}\n\n\`\`\`${language}\n${code}\n\`\`\`\n`])
  const from = '<!-- from: examples/a.ts#open -->'
  const example = [
    'function f() {',
    '  // #region open',
    '  const a = 1',
    '',
    '  // #region inner',
    '  if (a) {',
    '    b()',
    '  // #endregion inner',
    '  }',
    '  // #endregion open',
    '}'
  ].join('\n')
  const examples = files(['examples/a.ts', example])

  it('takes a block that equals its region without the indentation', () => {
    const document = block('ts', 'const a = 1\n\nif (a) {\n  b()\n}', from)
    expect(codeViolations(document, examples)).toEqual([])
  })

  it.each([
    ['differs from its region', 'ts', 'const a = 2', from, 'differs'],
    ['has no source', 'js', 'const a = 1', 'Text.', 'where it is from'],
    ['has no language', '', 'const a = 1', 'Text.', 'where it is from'],
    ['names no such region', 'ts', 'a', '<!-- from: examples/a.ts#gone -->', 'there is no'],
    ['names no such file', 'ts', 'a', '<!-- from: examples/gone.ts#open -->', 'there is no'],
    ['names a file no test runs', 'ts', 'a', '<!-- from: src/a.ts#open -->', 'where it is from']
  ])('finds a block that %s', (_, language, code, before, message) => {
    const violations = codeViolations(block(language, code, before), examples)
    expect(violations).toEqual([expect.stringContaining(message)])
    expect(violations).toEqual([expect.stringMatching(/^README\.md:3:/)])
  })

  it.each(['sh', 'text', 'json', 'proto'])('asks for no source of a %s block', language => {
    expect(codeViolations(block(language, 'a'), examples)).toEqual([])
  })

  it('does not let one comment serve two blocks', () => {
    const code = '```ts\nconst a = 1\n```\n'
    const region = '// #region open\nconst a = 1\n// #endregion open'
    const document = files(['README.md', `${from}\n${code}\n${code}`])
    expect(codeViolations(document, files(['examples/a.ts', region]))).toHaveLength(1)
  })

  it('finds links that lead nowhere', () => {
    const document = files(
      ['README.md', '[a](docs/a.md) [b](docs/b.md "B") [c](docs/a.md#no) [d][d]\n\n[d]: gone.md'],
      ['docs/a.md', '# The title, in `code`\n[e](#the-title-in-code) [f](../README.md#no)']
    )
    expect(linkViolations(document, () => false)).toEqual([
      'README.md: docs/b.md leads nowhere',
      'README.md: docs/a.md#no names no heading of docs/a.md',
      'README.md: gone.md leads nowhere',
      'docs/a.md: ../README.md#no names no heading of README.md'
    ])
  })

  it('leaves other hosts and code alone', () => {
    const text = '[a](https://libp2p.io) `[b](gone.md)`\n```sh\n[c](gone.md)\n```\n[d](LICENSE)'
    expect(linkViolations(files(['README.md', text]), path => path === 'LICENSE')).toEqual([])
  })

  it('finds limits that are not listed and rows that limit nothing', () => {
    const sources = files(
      ['src/core/limits.ts', 'export const frameBytesMax = 1\nexport const retries: number = 2'],
      ['src/core/a.ts', 'export const waitMs = 1\nexport const other = 1\nconst innerMax = 1']
    )
    expect(limitViolations('| `frameBytesMax` | 1 |\n| `goneMax` | 2 |', sources)).toEqual([
      'retries is missing',
      'waitMs is missing',
      'goneMax does not exist'
    ])
    const complete = '| `frameBytesMax` | 1 |\n| `retries` | 2 |\n| `waitMs` | 1 |'
    expect(limitViolations(complete, sources)).toEqual([])
  })

  const testSource = files([
    'test/a.spec.ts',
    "it('keeps its promise', f)\nconst cases = [['it\\'s chosen', 1]]\n// it('is commented out', f)"
  ])

  it('takes rows that name a test, a case of a table or a reason', () => {
    const table =
      "| T1 | words \\| more | keeps its promise<br>it's chosen |\n| T2 | words | later: no disks yet |"
    expect(testingViolations(table, ['T1', 'T2'], testSource)).toEqual([])
  })

  it.each([
    ['missing', '| T2 | words | keeps its promise |', 'T1 wants exactly one row'],
    [
      'doubled',
      '| T1 | w | keeps its promise |\n| T1 | w | keeps its promise |\n| T2 | w | later: x |',
      'T1 wants exactly one row'
    ],
    ['without a test', '| T1 | w | breaks it |\n| T2 | w | later: x |', 'no test is called'],
    ['commented out', '| T1 | w | is commented out |\n| T2 | w | later: x |', 'no test is called'],
    ['without a reason', '| T1 | w | later: |\n| T2 | w | later: x |', 'no reason'],
    ['empty', '| T1 | w |  |\n| T2 | w | later: x |', 'no reason'],
    ['unknown', '| T1 | w | later: x |\n| T2 | w | later: x |\n| T3 | w | later: x |', 'not known']
  ])('finds a row that is %s', (_, table, message) => {
    expect(testingViolations(table, ['T1', 'T2'], testSource)).toEqual([
      expect.stringContaining(message)
    ])
  })

  it('finds a title that did not run or did not pass', () => {
    const result = (title: string, status: string, group = 'group') => ({
      ancestorTitles: [group],
      title,
      status
    })
    const report: TestReport = {
      testResults: [
        {
          assertionResults: [
            result('one', 'passed'),
            result('two', 'failed', 'red'),
            result('three', 'skipped', 'red')
          ]
        }
      ]
    }
    const row = (title: string): string => `| T1 | words | ${title} |`
    expect(notRunViolations(row('one'), [report])).toEqual([])
    expect(notRunViolations(row('group'), [report])).toEqual([])
    for (const title of ['two', 'three', 'four', 'red']) {
      expect(notRunViolations(row(title), [report])).toHaveLength(1)
    }
  })
})
