/** Fails if the group has become much slower, beside what bare libp2p does on the same machine at the same time. */
import { parseArgs } from 'node:util'
import type { Rate } from './commands.js'
import { costMax, judge, type Pace, type Round, shareMin } from './guard-rule.js'
import { stopAll } from './stopping.js'
import { percent } from './tables.js'
import { VoterGroup } from './voter-group.js'
import type { VoterProcess } from './voter-process.js'

const rounds = 7
const load = { inFlight: 1_024, durationMs: 300 }

async function measure(slowLeader: boolean): Promise<Round[]> {
  await using group = await VoterGroup.start()
  const measured: Round[] = []
  for (let i = 0; i <= rounds; i += 1) {
    const { leader } = await group.roles()
    const peerIds = group.peersOf(leader)
    const bare = await paceOf(leader, () => leader.call('broadcast', { ...load, peerIds }))
    if (slowLeader) await leader.call('startDrag', null)
    const own = await paceOf(leader, () => leader.call('proposeMany', load))
    if (slowLeader) await leader.call('stopDrag', null)
    // The first time the engine still compiles.
    if (i > 0) measured.push({ own, bare })
  }
  return measured
}

async function paceOf(leader: VoterProcess, run: () => Promise<Rate>): Promise<Pace> {
  const before = await leader.call('cpu', null)
  const { perSecond } = await run()
  const after = await leader.call('cpu', null)
  const done = (perSecond * load.durationMs) / 1_000
  return { perSecond, cpuUs: (after.cpuUs - before.cpuUs) / done }
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      // What the guard itself is tested with.
      'slow-leader': { type: 'boolean', default: false }
    }
  })
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, stopAll)
  const { share, cost, passed } = judge(await measure(values['slow-leader']))
  console.log(
    `values chosen a second / bare messages: ${percent(share)}, at least ${percent(shareMin)} wanted`
  )
  console.log(
    `leader's processor time for a value / for a bare message: ${cost.toFixed(2)}, at most ${costMax} wanted`
  )
  if (!passed) process.exitCode = 1
}

main().catch((error: unknown) => {
  console.error(error)
  process.exitCode = 1
})
