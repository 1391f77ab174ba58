import { type ChildProcess, spawn } from 'node:child_process'
import { mainPath } from './peer-process.js'

/** How a command ended and what it wrote. */
export interface CliResult {
  readonly code: number | null
  readonly signal: NodeJS.Signals | null
  readonly stdout: string
  readonly stderr: string
}

/** A command that runs. */
export interface RunningCli {
  readonly child: ChildProcess
  readonly result: Promise<CliResult>
  /** Resolves when standard output, so far, matches; rejects if it ends before. */
  seen(pattern: RegExp): Promise<RegExpExecArray>
}

/** Milliseconds after which a command is killed: it must not outlive a test that gave up. */
const limitMs = 55_000

/** Runs the compiled command line without a terminal. */
export function startCli(
  args: readonly string[],
  environment: Readonly<Record<string, string>> = {},
  timeoutMs: number = limitMs
): RunningCli {
  const child = spawn(process.execPath, [mainPath, ...args], {
    env: { ...process.env, ...environment },
    stdio: ['pipe', 'pipe', 'pipe'],
    timeout: timeoutMs,
    killSignal: 'SIGKILL'
  })
  let stdout = ''
  let stderr = ''
  const waiting = new Set<() => void>()
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text
    for (const look of waiting) look()
  })
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text
  })
  const result = new Promise<CliResult>((resolve, reject) => {
    child.once('error', reject)
    child.once('close', (code, signal) => resolve({ code, signal, stdout, stderr }))
  })
  const seen = (pattern: RegExp): Promise<RegExpExecArray> =>
    new Promise((resolve, reject) => {
      const look = (): void => {
        const match = pattern.exec(stdout)
        if (match === null) return
        waiting.delete(look)
        resolve(match)
      }
      waiting.add(look)
      look()
      result.then(() => reject(new Error(`it ended without ${pattern}: ${stdout}`)), reject)
    })
  return { child, result, seen }
}

/** Runs a command to its end. */
export async function runCli(
  args: readonly string[],
  environment: Readonly<Record<string, string>> = {}
): Promise<CliResult> {
  return await startCli(args, environment).result
}

/** The JSON objects of NDJSON. */
export function parseLines(text: string): Record<string, unknown>[] {
  return text
    .split('\n')
    .filter(line => line !== '')
    .map(line => JSON.parse(line))
}
