import { spawn } from 'node:child_process'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import { beforeAll, describe, expect, it } from 'vitest'

/** Seeds that are run every time; more by hand: `npm run simulate -- --seeds 501..20000`. */
const seedCount = 500

/** How often at least everything must have happened in them. */
const coveredMin = 20

const processCount = 2

/** Everything that must happen: kinds of faults, messages, reasons, transitions and outcomes of calls. */
const wanted = [
  ...[
    'crash',
    'crash at append',
    'crash at send',
    'crash at flush',
    'crash-all',
    'wipe',
    'corrupt',
    'pause',
    'busy',
    'drift',
    'jump',
    'stall',
    'slow-disk',
    'full-disk',
    'fail-disk',
    'partition',
    'links',
    'cut',
    'hold',
    'bad-link',
    'reset',
    'flap',
    'chase'
  ].map(fault => `fault ${fault}`),
  ...['down', 'stall', 'mute', 'deaf', 'star', 'fork', 'lossy'].map(kind => `aftermath ${kind}`),
  ...[
    'prepare',
    'promise',
    'reject',
    'accept-sync',
    'accept',
    'accepted',
    'heartbeat',
    'heartbeat-reply',
    'catch-up-request',
    'catch-up-reply',
    'propose',
    'propose-reply',
    'read-request',
    'read-reply',
    'confirm',
    'confirmed',
    'transfer',
    'learn',
    'compacted',
    'snapshot-request',
    'snapshot-offer',
    'snapshot-chunk',
    'genesis-prepare',
    'genesis-promise',
    'genesis-accept',
    'genesis-accepted',
    'genesis-reject',
    'genesis-chosen',
    'probe',
    'probe-reply'
  ].map(message => `message ${message}`),
  ...['cut off', 'duplicated', 'lost', 'lost with its connection', 'overtook', 'straggled'].map(
    fate => `fault frame ${fate}`
  ),
  'reject promised-higher',
  'propose-reply gap',
  'notice leader',
  'notice no leader',
  'notice quorum available',
  'notice quorum suspended',
  'notice campaign',
  'notice catch-up',
  'notice install',
  'notice epoch',
  'notice rest',
  'notice wake',
  'notice step-down: its epoch is over',
  'notice ignored: this replica does not vote',
  'notice step-down: a voter promised higher',
  'notice step-down: another ballot was promised',
  'notice step-down: no quorum answers',
  'notice step-down: no quorum promised in time',
  ...[
    'linearizable read',
    'session read',
    'local read',
    'map set',
    'map delete',
    'map compare-and-set',
    'watch told',
    'watch compacted',
    'lock used',
    'lock refused',
    'lock released',
    'lock lost',
    'lease kept',
    'lease lost',
    'leased key gone'
  ].map(what => `object ${what}`),
  'settlement chosen',
  'settlement sent',
  'settlement skipped',
  'settlement withdrawn',
  'verdict decided',
  'verdict nothing',
  'verdict repeat',
  'replica halted'
]

interface Outcome {
  readonly code: number | null
  readonly output: string
  readonly errors: string
}

async function simulate(first: number, last: number): Promise<Outcome> {
  const root = fileURLToPath(new URL('../..', import.meta.url))
  const child = spawn(
    'npm',
    ['run', '--silent', 'simulate', '--', '--seeds', `${first}..${last}`],
    {
      cwd: root,
      stdio: ['ignore', 'pipe', 'pipe'],
      shell: process.platform === 'win32'
    }
  )
  const code = new Promise<number | null>(resolve => child.once('close', resolve))
  const [output, errors] = await Promise.all([text(child.stdout), text(child.stderr)])
  return { code: await code, output, errors }
}

describe(`${seedCount} simulated groups`, () => {
  let outcomes: Outcome[] = []

  beforeAll(async () => {
    const share = seedCount / processCount
    const starts = Array.from({ length: processCount }, (_, i) => i * share + 1)
    outcomes = await Promise.all(starts.map(first => simulate(first, first + share - 1)))
  }, 600_000)

  it('keep every promise, and finish once all is healed', () => {
    for (const { code, output, errors } of outcomes) {
      expect(code, `${errors}\n${output.slice(-2000)}`).toBe(0)
    }
    const seeds = outcomes.flatMap(({ output }) => [
      ...output.matchAll(/^seed (\d+): (\w+), (\d+)/gm)
    ])
    expect(seeds).toHaveLength(seedCount)
    expect(Math.min(...seeds.map(([, , , events]) => Number(events)))).toBeGreaterThanOrEqual(
      10_000
    )
  })

  it(`cover every fault, message, reason and transition at least ${coveredMin} times`, () => {
    const counts = new Map<string, number>()
    for (const { output } of outcomes) {
      for (const [, count, what = ''] of output.matchAll(/^(\d+) ([a-z].*)$/gm)) {
        counts.set(what, (counts.get(what) ?? 0) + Number(count))
      }
    }
    const rare = wanted.filter(what => (counts.get(what) ?? 0) < coveredMin)
    expect(rare.map(what => `${counts.get(what) ?? 0} ${what}`)).toEqual([])
  })
})
