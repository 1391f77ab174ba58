import { run, type SimulationEvent } from 'libp2p-paxos/simulator'
import { Proposals } from './proposals.js'
import { leaderBefore, planOf, type ScenarioName } from './scenarios.js'

/** What the page asks for, and what it gets. */
export interface RecordRequest {
  readonly scenario: ScenarioName
  readonly seed: number
}

export type RecordReply =
  | { readonly type: 'recorded'; readonly events: readonly SimulationEvent[] }
  | { readonly type: 'failed'; readonly error: string }

async function eventsOf(plan: ReturnType<typeof planOf>): Promise<SimulationEvent[]> {
  const events: SimulationEvent[] = []
  await run(plan, { application: () => new Proposals(), onEvent: event => events.push(event) })
  return events
}

async function record({ scenario, seed }: RecordRequest): Promise<RecordReply> {
  try {
    // The same seed has the same run until something is different: so it is known who will lead.
    const calm = await eventsOf(planOf(scenario, seed))
    const led = calm.flatMap(event =>
      event.type === 'notice' && event.notice.type === 'leader-change'
        ? [{ atMs: event.atMs, leader: event.notice.leader?.peerId ?? '' }]
        : []
    )
    return { type: 'recorded', events: await eventsOf(planOf(scenario, seed, leaderBefore(led))) }
  } catch (error) {
    return { type: 'failed', error: error instanceof Error ? error.message : String(error) }
  }
}

addEventListener('message', async ({ data }: MessageEvent<RecordRequest>) => {
  postMessage(await record(data))
})
