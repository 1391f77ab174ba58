import { execFile } from 'node:child_process'
import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'

/** What must always hold, by the names in `paxos.qnt`. */
export const invariants: readonly string[] = [
  'agreement',
  'validity',
  'learnedIsChosen',
  'oneLogPerBallot',
  'ballotsNeverRegress',
  'saidIsDurable',
  'chosenIsNeverCut',
  'nothingChosenAfterStop',
  'noVoteBeforeStop'
]

export interface Simulation {
  /** A file of this folder, and one of its modules. */
  readonly file: 'groups.qnt' | 'broken.qnt'
  readonly module: string
  readonly seed: number
  readonly samples: number
  readonly steps: number
  readonly invariants: readonly string[]
  /** Definitions of which is counted in how many runs they came true. */
  readonly witnesses?: readonly string[]
  /** Where every run is written as a trace: the beginning of the files' paths. */
  readonly tracesTo?: string
}

export interface Outcome {
  /** Invariants that a run violated: the simulation ends with it. */
  readonly violated: readonly string[]
  /** In how many runs each witness came true. */
  readonly witnessed: ReadonlyMap<string, number>
  /** All that was printed. */
  readonly output: string
}

const cli = createRequire(import.meta.url).resolve('@informalsystems/quint/dist/src/cli.js')
const folder = fileURLToPath(new URL('.', import.meta.url))

/**
 * Explores random runs of a module with `quint run`.
 *
 * @throws Error if the module does not compile or a run fails other than by an invariant.
 */
export async function simulate(simulation: Simulation): Promise<Outcome> {
  const { witnesses = [], tracesTo } = simulation
  const args = ['run', simulation.file, '--backend', 'typescript', '--verbosity', '1']
  args.push('--main', simulation.module, '--seed', `${simulation.seed}`)
  args.push('--max-samples', `${simulation.samples}`, '--max-steps', `${simulation.steps}`)
  if (tracesTo !== undefined) {
    args.push('--mbt', '--n-traces', `${simulation.samples}`)
    args.push('--out-itf', `${tracesTo}{seq}.itf.json`)
  }
  if (witnesses.length > 0) args.push('--witnesses', ...witnesses)
  if (simulation.invariants.length > 0) args.push('--invariants', ...simulation.invariants)
  const output = await run(args)
  const isDone = output.includes('[ok]') || output.includes('[violation]')
  if (!isDone) throw new Error(`quint ${args.join(' ')}\n${output}`)
  return {
    violated: [...output.matchAll(/❌ (\w+)/g)].map(([, name = '']) => name),
    witnessed: new Map(
      [...output.matchAll(/^(\w+) was witnessed in (\d+) trace/gm)].map(([, name = '', count]) => [
        name,
        Number(count)
      ])
    ),
    output
  }
}

/** Everything the command prints; it fails when an invariant is violated, which `output` tells as well. */
function run(args: readonly string[]): Promise<string> {
  const options = { cwd: folder, env: { ...process.env, NO_COLOR: '1' }, maxBuffer: 2 ** 26 }
  return new Promise(resolve => {
    execFile(process.execPath, [cli, ...args], options, (_, stdout, stderr) => {
      resolve(stdout + stderr)
    })
  })
}
