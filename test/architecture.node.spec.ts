import { execFileSync } from 'node:child_process'
import { globSync, readFileSync } from 'node:fs'
import { sep } from 'node:path'
import { describe, expect, it } from 'vitest'
import {
  cycleViolations,
  dependencyViolations,
  directionViolations,
  globalViolations,
  lengthViolations,
  type Manifest,
  packageViolations,
  publishedViolations,
  type SourceFiles
} from './support/house.js'
import { importSpecifiers, maskSource } from './support/source-text.js'

const isGenerated = (path: string): boolean => path.includes('/generated/')
const paths = globSync('src/**/*.ts').map(path => path.split(sep).join('/'))
const source: SourceFiles = new Map(paths.map(path => [path, readFileSync(path, 'utf8')]))
const written: SourceFiles = new Map([...source].filter(([path]) => !isGenerated(path)))
const manifest: Manifest = JSON.parse(readFileSync('package.json', 'utf8'))

describe('house', () => {
  it('has sources to look at', () => {
    expect(source.size).toBeGreaterThan(0)
  })

  it('imports in one direction only', () => {
    expect(directionViolations(source)).toEqual([])
  })

  it('has no import cycles', () => {
    expect(cycleViolations(source)).toEqual([])
  })

  it('imports packages only where they belong', () => {
    expect(packageViolations(source)).toEqual([])
  })

  it('takes time, randomness and asynchrony only from its ports', () => {
    expect(globalViolations(written)).toEqual([])
  })

  it('keeps its files short', () => {
    expect(lengthViolations(written)).toEqual([])
  })

  it('declares the packages that it imports and no others', () => {
    expect(dependencyViolations(manifest, source)).toEqual([])
  })

  it('publishes what its exports and bin name, and no tests', { timeout: 30_000 }, () => {
    const output = execFileSync('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
      shell: process.platform === 'win32'
    })
    expect(publishedViolations(manifest, packedPaths(output))).toEqual([])
  })

  it('runs on the Node that the repository pins', () => {
    expect(Number.parseInt(process.versions.node, 10)).toBeGreaterThanOrEqual(22)
    // Whoever works with another Node may; what counts is run with the pinned one.
    if (process.env['CI'] === undefined) return
    const pins = JSON.parse(readFileSync('tools/node/package.json', 'utf8')).optionalDependencies
    const platform = process.platform === 'win32' ? 'win' : process.platform
    expect(process.versions.node).toBe(pins[`node-${platform}-${process.arch}`])
  })
})

describe('source text', () => {
  it('finds every form of import', () => {
    const text = `
      import a from './a.js'
      import type { B } from './b.js'
      import {
        c,
        type D
      } from "./c.js"
      import './d.js'
      export * from './e.js'
      export type { F } from './f.js'
      const g = await import('./g.js')
      let h: import('./h.js').H
      const i = import(name)
    `
    expect(importSpecifiers(text)).toEqual([
      ...['./a.js', './b.js', './c.js', './d.js', './e.js', './f.js', './g.js', './h.js'],
      undefined
    ])
  })

  it.each([
    ['a line comment', "// import './x.js'"],
    ['a block comment', "/* import './x.js' */"],
    ['a string', 'const s = "import \'./x.js\'"'],
    ['a template', "const s = `import './x.js'`"],
    ['a regular expression', "const p = /import '.*'/"],
    ['a call of a method', "Array.from('x'); loader.import('./x.js')"]
  ])('sees no import in %s', (_, text) => {
    expect(importSpecifiers(text)).toEqual([])
  })

  it('keeps the code within a template and the offsets around it', () => {
    // biome-ignore lint/suspicious/noTemplateCurlyInString: it is the source that is looked at
    const text = 'a(`x ${ { b: `y ${c} z` } } w`) // d'
    const { code } = maskSource(text)
    expect(code).toHaveLength(text.length)
    expect(code.match(/[a-z]/g)).toEqual(['a', 'b', 'c'])
  })

  it('tells a division from a regular expression', () => {
    expect(maskSource('x = a / b / c; y = f(/b/)').code.match(/[a-z]/g)).toEqual([
      ...['x', 'a', 'b', 'c', 'y', 'f']
    ])
  })
})

describe('rules of the house', () => {
  const house = (...files: [string, string][]): SourceFiles => new Map(files)

  it.each([
    ['src/core/a.ts', 'src/wire/b.ts', 'core may not import wire'],
    ['src/runtime/a.ts', 'src/group/b.ts', 'runtime may not import group'],
    ['src/state/a.ts', 'src/storage/b.ts', 'state may not import storage'],
    ['src/storage/a.ts', 'src/state/b.ts', 'storage may not import state'],
    ['src/libp2p/a.ts', 'src/simulator/b.ts', 'libp2p may not import simulator'],
    ['src/simulator/a.ts', 'src/libp2p/b.ts', 'simulator may not import libp2p'],
    ['src/index.ts', 'src/cli/b.ts', 'index may not import cli'],
    ['src/errors.ts', 'src/core/b.ts', 'errors may not import core']
  ])('finds that %s imports %s', (from, to, message) => {
    const up = from.split('/').length === 3 ? '../' : './'
    const specifier = to.replace('src/', up).replace('.ts', '.js')
    const files = house([from, `export type { B } from '${specifier}'`], [to, ''])
    expect(directionViolations(files)).toEqual([`${from} imports ${to}: ${message}`])
  })

  it('allows an import from the left and from the same folder', () => {
    const files = house(
      ['src/group/a.ts', "import '../state/c.js'\nimport './b.js'"],
      ['src/group/b.ts', ''],
      ['src/state/c.ts', '']
    )
    expect(directionViolations(files)).toEqual([])
  })

  it('finds an unknown folder and an import of nothing', () => {
    expect(directionViolations(house(['src/util/a.ts', '']))).toHaveLength(1)
    expect(directionViolations(house(['src/core/a.ts', "import './gone.js'"]))).toHaveLength(1)
  })

  it('finds a cycle of type-only imports', () => {
    const files = house(
      ['src/core/a.ts', "import type { B } from './b.js'"],
      ['src/core/b.ts', "import type { C } from './c.js'"],
      ['src/core/c.ts', "import type { B } from './b.js'"]
    )
    expect(cycleViolations(files)).toEqual(['src/core/b.ts -> src/core/c.ts -> src/core/b.ts'])
  })

  it('takes two ways to one file for no cycle', () => {
    const files = house(
      ['src/core/a.ts', "import './b.js'\nimport './c.js'"],
      ['src/core/b.ts', "import './c.js'"],
      ['src/core/c.ts', '']
    )
    expect(cycleViolations(files)).toEqual([])
  })

  it.each([
    ['src/core/a.ts', 'uint8arrays'],
    ['src/wire/a.ts', 'node:buffer'],
    ['src/storage/memory.ts', 'classic-level'],
    ['src/runtime/a.ts', 'node:crypto'],
    ['src/group/a.ts', '@libp2p/interface'],
    ['src/libp2p/a.ts', 'libp2p'],
    ['src/libp2p/a.ts', '@libp2p/tcp'],
    ['src/index.ts', 'libp2p']
  ])('finds that %s imports the package %s', (path, specifier) => {
    const files = house([path, `import type { X } from '${specifier}'`])
    expect(packageViolations(files)).toEqual([`${path} imports ${specifier}`])
  })

  it.each([
    ['src/wire/a.ts', 'uint8arrays/concat'],
    ['src/storage/level.ts', 'classic-level'],
    ['src/storage/level.ts', 'node:fs/promises'],
    ['src/runtime/a.ts', '@noble/hashes/sha2.js'],
    ['src/libp2p/a.ts', '@libp2p/interface'],
    ['src/cli/main.ts', 'libp2p']
  ])('allows that %s imports the package %s', (path, specifier) => {
    expect(packageViolations(house([path, `import '${specifier}'`]))).toEqual([])
  })

  it('finds a computed import', () => {
    expect(packageViolations(house(['src/cli/a.ts', 'await import(name)']))).toHaveLength(1)
  })

  it.each([
    ['core', 'Date', 'Date.now()'],
    ['core', 'Math.random', 'Math.random()'],
    ['core', 'setTimeout', 'setTimeout(f, 1)'],
    ['core', 'setInterval', 'setInterval(f, 1)'],
    ['core', 'setImmediate', 'setImmediate(f)'],
    ['core', 'queueMicrotask', 'queueMicrotask(f)'],
    ['core', 'performance', 'performance.now()'],
    ['core', 'crypto', 'f({ ...crypto })'],
    ['core', 'Promise', 'let p: Promise<void>'],
    ['core', 'async', 'const f = async () => 1'],
    ['core', 'fetch', 'fetch(url)'],
    ['core', 'process', 'process.pid'],
    ['core', 'console', 'console.log(1)'],
    ['core', 'globalThis', 'globalThis.Date'],
    ['state', 'Math.random', 'Math.random()'],
    ['runtime', 'Date', 'new Date()'],
    ['runtime', 'setTimeout', 'setTimeout(f, 1)'],
    ['runtime', 'crypto', 'crypto.subtle'],
    ['group', 'performance', 'performance.now()'],
    ['group', 'AbortSignal.timeout', 'AbortSignal.timeout(1)'],
    ['simulator', 'Math.random', 'Math.random()'],
    ['libp2p', 'Buffer', 'Buffer.from(b)']
  ])('finds that %s uses %s', (folder, name, code) => {
    const files = house([`src/${folder}/a.ts`, `const a = 1\n${code}`])
    expect(globalViolations(files)).toEqual([`src/${folder}/a.ts:2 uses ${name}`])
  })

  it('leaves words in comments and strings, members and longer names alone', () => {
    const code =
      "// Date\nthis.process(); ports.crypto; PromiseMessage; f('fetch', myDate, #console)"
    expect(globalViolations(house(['src/core/a.ts', code]))).toEqual([])
  })

  it('lets the runtime wait, and the cli do as it likes', () => {
    const files = house(
      ['src/runtime/a.ts', 'async () => { await Promise.all([]) }'],
      ['src/cli/a.ts', 'setTimeout(() => console.log(Date.now(), process.pid), 1)']
    )
    expect(globalViolations(files)).toEqual([])
  })

  it('finds a file of more than 500 lines', () => {
    const files = house(['src/core/a.ts', 'a\n'.repeat(501)], ['src/core/b.ts', 'b\n'.repeat(500)])
    expect(lengthViolations(files)).toEqual(['src/core/a.ts has 501 lines'])
  })

  it('finds undeclared and unused packages', () => {
    const declared = { dependencies: { used: '1' }, peerDependencies: { unused: '1' } }
    const files = house([
      'src/cli/a.ts',
      "import 'used/sub'\nimport 'node:fs'\nimport '@x/other/y'"
    ])
    expect(dependencyViolations(declared, files)).toEqual([
      '@x/other is not declared',
      'unused is declared but nothing imports it'
    ])
  })

  it('finds a published path that is missing and a test that is not', () => {
    const published: Manifest = {
      bin: { it: 'dist/src/cli/main.js' },
      exports: { '.': { types: './dist/src/index.d.ts', import: './dist/src/index.js' } }
    }
    const packed = ['dist/src/cli/main.js', 'dist/src/index.js', 'dist/test/a.js']
    expect(publishedViolations(published, packed)).toEqual([
      'dist/src/index.d.ts is not in the package',
      'dist/test/a.js is in the package'
    ])
  })
})

/** npm 12 reports an object by package name, older ones a list. */
function packedPaths(output: string): string[] {
  const report: Record<string, { readonly files: readonly { readonly path: string }[] }> =
    JSON.parse(output)
  return Object.values(report).flatMap(({ files }) => files.map(({ path }) => path))
}
