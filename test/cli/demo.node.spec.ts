import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { Durations } from '../../src/cli/demo/statistics.js'
import { TerminalView } from '../../src/cli/demo/terminal-view.js'
import { parseLines, type RunningCli, runCli, startCli } from '../support/run-cli.js'

type Json = Record<string, unknown>

/** Milliseconds that a demo of churn may take. */
const churnMs = 180_000

const quick = ['demo', '--json', '--seconds', '2', '--peers', '3']

function onlyOf(events: readonly Json[], type: string): Json {
  const found = events.filter(event => event['type'] === type)
  expect(found).toHaveLength(1)
  return found[0] ?? {}
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0)
  } catch {
    return false
  }
  // A process that nobody waited for yet is dead all the same.
  return !existsSync('/proc') || !/^State:\s+Z/m.test(statusOf(pid))
}

function statusOf(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/status`, 'utf8')
  } catch {
    return 'State: Z'
  }
}

async function untilProposing(demo: RunningCli): Promise<{ directory: string; pids: number[] }> {
  const [output] = await demo.seen(/.*"type":"progress".*\n/s)
  const events = parseLines(output)
  const pids = events.filter(({ type }) => type === 'ready').map(({ pid }) => Number(pid))
  expect(pids.filter(isRunning)).toHaveLength(3)
  const directory = String(onlyOf(events, 'started')['directory'])
  expect(readdirSync(directory)).toHaveLength(3)
  return { directory, pids }
}

describe('the demo', () => {
  it.each([
    ['bootstrap', []],
    ['mdns', ['--mdns-service-tag', `_demo-${process.pid}._udp.local`, '--mdns-port', '53530']]
  ])('kills the leader, restarts it and finds that all agree, by %s', async (discovery, more) => {
    const { code, stdout, stderr } = await runCli([...quick, '--discovery', discovery, ...more])
    const events = parseLines(stdout)
    expect([code, stderr]).toEqual([0, ''])
    expect(onlyOf(events, 'started')).toMatchObject({ discovery })
    const killed = onlyOf(events, 'killed')['peer']
    const beforeKill = events.slice(
      0,
      events.findIndex(({ type }) => type === 'killed')
    )
    const leader = beforeKill.findLast(({ type }) => type === 'leader')?.['leader']
    expect(killed).toBe(leader)
    expect(onlyOf(events, 'failover')['peer']).not.toBe(killed)
    expect(onlyOf(events, 'restarted')['peer']).toBe(killed)
    expect(onlyOf(events, 'caught-up')['peer']).toBe(killed)
    const summary = events.at(-1) ?? {}
    expect(summary).toMatchObject({ type: 'summary', agreed: true, problems: [] })
    expect(summary['acknowledged']).toBeGreaterThan(0)
    expect(summary['values']).toBeGreaterThanOrEqual(Number(summary['acknowledged']))
    expect(existsSync(String(onlyOf(events, 'started')['directory']))).toBe(false)
  })

  it(
    'lets peers come and go until no founder is left, and finds that all agree',
    async () => {
      const churn = ['demo', '--json', '--churn', '--peers', '10', '--rate', '50']
      const { code, stdout, stderr } = await startCli(churn, {}, churnMs).result
      const events = parseLines(stdout)
      expect([code, stderr]).toEqual([0, ''])
      const gone = events.filter(event => event['type'] === 'struck' && event['blow'] === 'gone')
      expect(gone.map(({ peer }) => peer).sort()).toEqual([1, 2, 3, 4, 5])
      const last = events.findLast(({ type }) => type === 'voters')
      const voters = last?.['voters'] as number[]
      expect(voters).toHaveLength(5)
      expect(Math.min(...voters)).toBeGreaterThan(5)
      const summary = events.at(-1) ?? {}
      expect(summary).toMatchObject({ type: 'churn-summary', agreed: true, problems: [], gone: 5 })
      expect(summary['acknowledged']).toBeGreaterThan(0)
      expect(existsSync(String(onlyOf(events, 'started')['directory']))).toBe(false)
    },
    churnMs
  )

  it('prints plain lines where there is no terminal', async () => {
    const { code, stdout } = await runCli([
      'demo',
      '--seconds',
      '1',
      '--peers',
      '3',
      '--rate',
      '50'
    ])
    expect(code).toBe(0)
    expect(stdout).not.toContain('\u001b')
    expect(stdout).toContain('Every peer chose the same sequence')
  })

  it.each([
    ['SIGINT', 130],
    ['SIGTERM', 143]
  ] as const)('leaves no process and no file behind on %s', async (signal, exitCode) => {
    const demo = startCli([...quick.with(3, '60')])
    const { directory, pids } = await untilProposing(demo)
    demo.child.kill(signal)
    const { code, stderr } = await demo.result
    expect([code, stderr]).toEqual([exitCode, ''])
    expect(pids.filter(isRunning)).toEqual([])
    expect(existsSync(directory)).toBe(false)
  })

  it('fails, and cleans up, if a peer dies that should not', async () => {
    const demo = startCli([...quick.with(3, '60')])
    const { directory, pids } = await untilProposing(demo)
    process.kill(pids[0] ?? 0, 'SIGKILL')
    const { code, stdout } = await demo.result
    expect(code).toBe(1)
    expect(parseLines(stdout).at(-1)).toEqual({
      type: 'failed',
      message: expect.stringMatching(/peer \d ended unexpectedly: signal SIGKILL/)
    })
    expect(pids.filter(isRunning)).toEqual([])
    expect(existsSync(directory)).toBe(false)
  })

  it('leaves no process behind if it is killed itself', async () => {
    const demo = startCli([...quick.with(3, '60')])
    const { directory, pids } = await untilProposing(demo)
    demo.child.kill('SIGKILL')
    await demo.result
    await expect.poll(() => pids.filter(isRunning), { timeout: 10_000 }).toEqual([])
    rmSync(directory, { recursive: true })
  })
})

describe('the picture in a terminal', () => {
  const progress = {
    type: 'progress',
    elapsedMs: 1234,
    peers: [1, 2].map(peer => ({
      peer,
      pid: 4_000_000 + peer,
      state: 'running' as const,
      leader: 1,
      ballot: '1.1234567.0.0123abcd',
      slot: 123_456
    })),
    leader: 1,
    ballot: '1.1234567.0.0123abcd',
    slot: 123_456,
    valuesPerSecond: 12_345,
    inFlight: 16,
    p50Ms: 1.23,
    p99Ms: 123.4
  } as const

  function show(environment: Record<string, string>, columns = 80): string[] {
    const written: string[] = []
    const view = new TerminalView({
      isTTY: true,
      environment,
      columns: () => columns,
      write: text => void written.push(text)
    })
    view.event(progress)
    view.event({ type: 'killed', peer: 1, slot: 123_456 })
    view.event(progress)
    view.end()
    return written
  }

  it.each([80, 40])('fits %d columns', columns => {
    const text = show({}, columns).join('')
    // biome-ignore lint/suspicious/noControlCharactersInRegex: these are the sequences to leave out
    const plain = text.replaceAll(/\u001b\[[?\d]*[A-Za-z]/g, '')
    for (const line of plain.split('\n')) expect(line.length).toBeLessThanOrEqual(columns)
  })

  it('is redrawn in place, each time with one write', () => {
    const [hide, first, , third, end] = show({})
    expect(hide).toBe('\u001b[?25l')
    const lines = (first?.split('\n').length ?? 0) - 1
    expect(third?.startsWith(`\u001b[${lines}F`)).toBe(true)
    expect(end).toBe('\u001b[?25h')
  })

  it('has colours, but none with NO_COLOR', () => {
    const colour = '\u001b[32m'
    expect(show({}).join('')).toContain(colour)
    expect(show({ NO_COLOR: '' }).join('')).toContain(colour)
    // biome-ignore lint/suspicious/noControlCharactersInRegex: these are the sequences that give colour
    expect(show({ NO_COLOR: '1' }).join('')).not.toMatch(/\u001b\[\d*m/)
  })
})

describe('durations', () => {
  it('gives the middle and the slowest hundredth', () => {
    const durations = new Durations()
    for (let ms = 1; ms <= 200; ms += 1) durations.add(ms)
    expect(durations.latency()).toEqual({ p50Ms: 100, p99Ms: 198 })
    expect(durations.latency(100)).toEqual({ p50Ms: 150, p99Ms: 199 })
    expect(new Durations().latency()).toEqual({ p50Ms: 0, p99Ms: 0 })
  })
})
