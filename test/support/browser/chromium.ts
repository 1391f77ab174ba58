import { execFileSync } from 'node:child_process'
import { createReadStream, createWriteStream, existsSync, rmSync } from 'node:fs'
import { mkdir, rename, symlink } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { createBrotliDecompress } from 'node:zlib'

/** What belongs to the browser of this run alone. */
const place = join(tmpdir(), `libp2p-paxos-browser-${process.pid}`)

/** Names an installed browser has in the `PATH` of a Linux machine. */
const installedNames = ['google-chrome', 'google-chrome-stable', 'chromium', 'chromium-browser']

/** An empty profile. The disk of an origin is a real one only in a profile. */
export const profile: string = join(place, 'profile')

/**
 * How Playwright starts the browser. On Linux that is the binary that npm brought along, or else an installed one, which `setup` finds
 * out; elsewhere the installed Chrome.
 */
export const launchOptions: {
  readonly executablePath?: string
  readonly channel?: string
  readonly args: string[]
} = {
  ...(process.platform === 'linux'
    ? { executablePath: join(place, 'browser') }
    : { channel: 'chrome' }),
  args: [
    '--disable-gpu',
    '--disable-quic',
    '--no-first-run',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync'
  ]
}

/** Puts a browser in place. Called by Vitest before the first test. */
export async function setup(): Promise<void> {
  // The browser is closed, and writes its profile, after Vitest has torn everything else down.
  process.once('exit', () => rmSync(place, { recursive: true, force: true }))
  if (launchOptions.executablePath === undefined) return
  await mkdir(place)
  await symlink(firstThatRuns(await candidates()), launchOptions.executablePath)
}

/** What may be a browser here, the best first. */
async function candidates(): Promise<string[]> {
  const packed = process.arch === 'x64' ? [await unpack()] : []
  const paths = (process.env['PATH'] ?? '').split(':').filter(path => path !== '')
  const installed = installedNames.flatMap(name => paths.map(path => join(path, name)))
  return [...packed, ...installed.filter(path => existsSync(path))]
}

/**
 * The first of `paths` that runs.
 *
 * @throws Error that says what to install, and why each did not run, if none does.
 */
export function firstThatRuns(paths: readonly string[]): string {
  const why: string[] = []
  for (const path of paths) {
    try {
      execFileSync(path, ['--version', '--no-sandbox'], { stdio: 'pipe' })
      return path
    } catch (error) {
      why.push(`${path}: ${error instanceof Error ? error.message : String(error)}`)
    }
  }
  const names = installedNames.join(' or ')
  throw new Error(
    ['no browser runs here: install Chromium or Google Chrome as', names, ...why].join('\n')
  )
}

/** The path of the binary in `@sparticuz/chromium`, which is packed; it is unpacked once for each version. */
async function unpack(): Promise<string> {
  const require = createRequire(import.meta.url)
  const home = dirname(dirname(require.resolve('@sparticuz/chromium')))
  const { version } = require(join(home, 'package.json'))
  const cache = join(dirname(dirname(home)), '.cache', 'libp2p-paxos')
  const path = join(cache, `chromium-${version}`)
  if (existsSync(path)) return path
  await mkdir(cache, { recursive: true })
  // Under another name until it is whole: two runs may be at it.
  const part = `${path}.${process.pid}`
  const target = createWriteStream(part, { mode: 0o755 })
  await pipeline(createReadStream(join(home, 'bin/chromium.br')), createBrotliDecompress(), target)
  await rename(part, path)
  return path
}
