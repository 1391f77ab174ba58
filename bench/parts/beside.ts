import type { Contender, Contenders } from '../beside/contender.js'
import { ownContenders } from '../beside/own-contenders.js'
import type { Rate } from '../commands.js'
import { type Latency, median, medianLatency } from '../statistics.js'
import { VoterGroup } from '../voter-group.js'

/** What one client of one system reached. */
export interface BesideResult {
  readonly system: string
  readonly client: string
  /** Writes, one after the other. */
  readonly latency: Latency
  /** Writes a second with so many in flight. */
  readonly writes: readonly { readonly inFlight: number; readonly perSecond: number }[]
  /** Linearizable reads a second. */
  readonly reads: number
}

/** Our own group and another system in the same run. */
export interface BesideResults {
  readonly results: readonly BesideResult[]
  /** What is not installed, and was not measured. */
  readonly missing: readonly string[]
}

/** Writes in flight. */
const depths = [64, 256, 1_024] as const

export const readsInFlight = 256

/** Writes one after the other, for each second that a rate is measured. */
const singlyPerSecond = 500

/** Rounds in a row, each of so many milliseconds, that must bring no more than the best before. */
const settledRounds = 4
const warmUpRoundMs = 1_000

interface BesideInit {
  readonly directory: string | undefined
  readonly repetitions: number
  readonly durationMs: number
  readonly progress: (line: string) => void
}

/** Measures our own group and another system in turn, so that what disturbs the machine disturbs all of it. */
export async function measureBeside(
  startOthers: (parent: string | undefined, stack: AsyncDisposableStack) => Promise<Contenders>,
  init: BesideInit
): Promise<BesideResults> {
  const { directory, repetitions, durationMs, progress } = init
  await using stack = new AsyncDisposableStack()
  const { present, missing } = await startOthers(directory, stack)
  for (const program of missing) progress(`not installed: ${program}`)
  const group = stack.use(await VoterGroup.start({ parent: directory }))
  const contenders = [...(await ownContenders(group)), ...present]
  const measured = contenders.map((): BesideResult[] => [])
  for (const contender of contenders) {
    await untilSettled(load => contender.write({ inFlight: Math.max(...depths), ...load }))
    await untilSettled(load => contender.read({ inFlight: readsInFlight, ...load }))
    progress(`warm: ${contender.system}, ${contender.client}`)
  }
  for (let i = 1; i <= repetitions; i += 1) {
    for (const [place, contender] of contenders.entries()) {
      const result = await measureOnce(contender, durationMs)
      measured[place]?.push(result)
      progress(`beside ${i} of ${repetitions}: ${JSON.stringify(result)}`)
    }
  }
  return {
    results: contenders.map((contender, i) => middle(contender, measured[i] ?? [])),
    missing
  }
}

/** Runs until that becomes no faster: engines compile what runs often, and a machine of Java takes 20 seconds for it. */
async function untilSettled(run: (load: { durationMs: number }) => Promise<Rate>): Promise<void> {
  let best = 0
  for (let sinceBest = 0; sinceBest < settledRounds; ) {
    const { perSecond } = await run({ durationMs: warmUpRoundMs })
    sinceBest = perSecond > best ? 0 : sinceBest + 1
    best = Math.max(best, perSecond)
  }
}

async function measureOnce(contender: Contender, durationMs: number): Promise<BesideResult> {
  const { system, client } = contender
  const count = Math.ceil((durationMs * singlyPerSecond) / 1_000)
  const latency = await contender.writeSingly(count)
  const writes: { inFlight: number; perSecond: number }[] = []
  for (const inFlight of depths) {
    writes.push({ inFlight, ...(await contender.write({ inFlight, durationMs })) })
  }
  const { perSecond } = await contender.read({ inFlight: readsInFlight, durationMs })
  return { system, client, latency, writes, reads: perSecond }
}

function middle({ system, client }: Contender, results: readonly BesideResult[]): BesideResult {
  return {
    system,
    client,
    latency: medianLatency(results.map(({ latency }) => latency)),
    writes: depths.map((inFlight, i) => ({
      inFlight,
      perSecond: median(results.map(({ writes }) => writes[i]?.perSecond ?? Number.NaN))
    })),
    reads: median(results.map(({ reads }) => reads))
  }
}
