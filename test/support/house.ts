import { posix } from 'node:path'
import { importSpecifiers, maskSource } from './source-text.js'

/** Sources by their path from the root of the repository, with forward slashes. */
export type SourceFiles = ReadonlyMap<string, string>

/** What of `package.json` the rules look at. */
export interface Manifest {
  readonly bin?: Readonly<Record<string, string>>
  readonly exports?: Readonly<Record<string, Readonly<Record<string, string>>>>
  readonly dependencies?: Readonly<Record<string, string>>
  readonly peerDependencies?: Readonly<Record<string, string>>
}

interface Room {
  /** Other rooms it may import. */
  readonly imports: readonly string[]
  /** Packages it may import; `*` stands for every declared one and for `node:` modules. */
  readonly packages: readonly string[]
  /** Globals it may not name. */
  readonly banned: readonly string[]
}

const linesMax = 500

const nodeGlobals = ['process', 'Buffer', 'require', '__dirname', '__filename', 'global']
const impureGlobals = [
  ...nodeGlobals,
  'globalThis',
  'Date',
  'Math.random',
  'setTimeout',
  'setInterval',
  'setImmediate',
  'queueMicrotask',
  'AbortSignal.timeout',
  'performance',
  'crypto',
  'fetch',
  'console'
]
const asyncWords = ['Promise', 'async', 'await']

const codecPackages = ['protons-runtime', 'uint8arraylist', 'uint8arrays']
const upToGroup = ['errors', 'core', 'wire', 'storage', 'state', 'runtime', 'group']
const line = ['errors', 'core', 'wire', 'storage', 'runtime', 'group', 'libp2p', 'index']

/** The folders of `src`, and its two files, each with what it may use. */
const rooms: Readonly<Record<string, Room>> = {
  errors: { imports: [], packages: [], banned: [...impureGlobals] },
  core: {
    imports: ['errors'],
    packages: [],
    banned: [...impureGlobals, ...asyncWords]
  },
  wire: { imports: ['errors', 'core'], packages: codecPackages, banned: impureGlobals },
  state: {
    imports: ['errors', 'core', 'wire'],
    packages: codecPackages,
    banned: [...impureGlobals, ...asyncWords]
  },
  storage: { imports: ['errors', 'core', 'wire'], packages: [], banned: nodeGlobals },
  runtime: {
    imports: ['errors', 'core', 'wire', 'storage', 'state'],
    packages: ['@noble/hashes', 'uint8arrays'],
    banned: impureGlobals
  },
  group: {
    imports: ['errors', 'core', 'wire', 'storage', 'state', 'runtime'],
    packages: ['cborg', 'main-event', 'uint8arrays'],
    banned: impureGlobals
  },
  simulator: { imports: upToGroup, packages: ['uint8arrays'], banned: impureGlobals },
  libp2p: {
    imports: line.slice(0, 6),
    packages: [
      '@libp2p/interface',
      '@libp2p/interface-internal',
      '@libp2p/peer-id',
      '@libp2p/utils',
      '@multiformats/multiaddr',
      'it-length-prefixed',
      'it-pipe',
      'main-event',
      'uint8arraylist',
      'uint8arrays'
    ],
    banned: nodeGlobals
  },
  index: { imports: line.slice(0, 7), packages: ['@libp2p/interface'], banned: nodeGlobals },
  cli: { imports: line, packages: ['*'], banned: [] }
}

/** Files that may use more than their room: the stores that only one platform has. */
const nodeStore: Room = {
  imports: ['errors', 'core', 'wire'],
  packages: ['classic-level', 'node:*'],
  banned: []
}

/** And the file that asks the platform when all promise reactions have run. */
const reactions: Room = { imports: [], packages: [], banned: ['Date', 'Math.random', 'setTimeout'] }

/**
 * Imports of a room that stands to the right, of a room that nobody knows, or of a file that is
 * not there.
 */
export function directionViolations(files: SourceFiles): string[] {
  const violations: string[] = []
  for (const path of files.keys()) {
    const name = roomName(path)
    const room = roomOf(path)
    if (room === undefined) {
      violations.push(`${path}: no folder of src is called ${name}`)
      continue
    }
    for (const target of relativeImports(path, files)) {
      const targetName = roomName(target)
      if (!files.has(target)) violations.push(`${path} imports ${target}, which does not exist`)
      else if (targetName !== name && !room.imports.includes(targetName)) {
        violations.push(`${path} imports ${target}: ${name} may not import ${targetName}`)
      }
    }
  }
  return violations
}

/**
 * Import cycles, type-only imports included, each once, as the paths from a file back to itself.
 */
export function cycleViolations(files: SourceFiles): string[] {
  const violations: string[] = []
  const done = new Set<string>()
  const trail: string[] = []
  const visit = (path: string): void => {
    const start = trail.indexOf(path)
    if (start >= 0) {
      violations.push([...trail.slice(start), path].join(' -> '))
      return
    }
    if (done.has(path)) return
    trail.push(path)
    for (const target of relativeImports(path, files)) {
      if (files.has(target)) visit(target)
    }
    trail.pop()
    done.add(path)
  }
  for (const path of files.keys()) visit(path)
  return violations
}

/**
 * Imports of packages and `node:` modules that a room may not use, and imports whose target is
 * computed.
 */
export function packageViolations(files: SourceFiles): string[] {
  const violations: string[] = []
  for (const [path, source] of files) {
    const allowed = roomOf(path)?.packages ?? []
    for (const specifier of importSpecifiers(source)) {
      if (specifier === undefined) violations.push(`${path} imports something computed`)
      else if (!isRelative(specifier) && !isAllowed(packageName(specifier), allowed)) {
        violations.push(`${path} imports ${specifier}`)
      }
    }
  }
  return violations
}

/** Uses of globals that a room may not name; members of other objects may have the same names. */
export function globalViolations(files: SourceFiles): string[] {
  const violations: string[] = []
  for (const [path, source] of files) {
    const { code } = maskSource(source)
    for (const name of roomOf(path)?.banned ?? []) {
      const pattern = new RegExp(
        `(?<!(?<!\\.)\\.\\s*|[\\w$#])${name.replace('.', '\\s*\\.\\s*')}(?![\\w$])`
      )
      const match = pattern.exec(code)
      if (match !== null) {
        violations.push(`${path}:${code.slice(0, match.index).split('\n').length} uses ${name}`)
      }
    }
  }
  return violations
}

/** Files longer than 500 lines. */
export function lengthViolations(files: SourceFiles): string[] {
  return [...files]
    .map(([path, source]) => ({ path, lines: source.trimEnd().split('\n').length }))
    .filter(({ lines }) => lines > linesMax)
    .map(({ path, lines }) => `${path} has ${lines} lines`)
}

/** Packages that are imported but not declared, or declared but not imported. */
export function dependencyViolations(manifest: Manifest, files: SourceFiles): string[] {
  const imported = new Set<string>()
  for (const source of files.values()) {
    for (const specifier of importSpecifiers(source)) {
      if (specifier !== undefined && !isRelative(specifier) && !specifier.startsWith('node:')) {
        imported.add(packageName(specifier))
      }
    }
  }
  const declared = { ...manifest.dependencies, ...manifest.peerDependencies }
  return [
    ...[...imported].filter(name => !(name in declared)).map(name => `${name} is not declared`),
    ...Object.keys(declared)
      .filter(name => !imported.has(name))
      .map(name => `${name} is declared but nothing imports it`)
  ]
}

/**
 * Targets of `exports` and `bin` that are not in the package, and files in it that are nobody's
 * business.
 */
export function publishedViolations(manifest: Manifest, packed: readonly string[]): string[] {
  const targets = [
    ...Object.values(manifest.exports ?? {}).flatMap(conditions => Object.values(conditions)),
    ...Object.values(manifest.bin ?? {})
  ]
  return [
    ...targets
      .map(target => posix.normalize(target))
      .filter(target => !packed.includes(target))
      .map(target => `${target} is not in the package`),
    ...packed
      .filter(path => /(^|\/)test\/|\.spec\.|^(bench|tools)\//.test(path))
      .map(path => `${path} is in the package`)
  ]
}

/** `core` for `src/core/log.ts`, `errors` for `src/errors.ts`. */
function roomName(path: string): string {
  return path.split('/')[1]?.replace(/\.ts$/, '') ?? ''
}

function roomOf(path: string): Room | undefined {
  if (/^src\/storage\/level[\w-]*\.ts$/.test(path)) return nodeStore
  return path === 'src/simulator/reactions.ts' ? reactions : rooms[roomName(path)]
}

function relativeImports(path: string, files: SourceFiles): string[] {
  return importSpecifiers(files.get(path) ?? '')
    .filter(specifier => specifier !== undefined)
    .filter(isRelative)
    .map(specifier => posix.join(posix.dirname(path), specifier).replace(/\.js$/, '.ts'))
}

function isRelative(specifier: string): boolean {
  return specifier.startsWith('.')
}

function packageName(specifier: string): string {
  if (specifier.startsWith('node:')) return specifier
  return specifier.split('/', specifier.startsWith('@') ? 2 : 1).join('/')
}

function isAllowed(name: string, allowed: readonly string[]): boolean {
  if (allowed.includes('*') || allowed.includes(name)) return true
  return name.startsWith('node:') && allowed.includes('node:*')
}
