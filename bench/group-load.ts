import type { Load, Rate } from './commands.js'
import type { VoterGroup } from './voter-group.js'
import type { VoterProcess } from './voter-process.js'

/** What bare messages of the same length to all other voters reach, each done when a majority has it, the leader included. */
export async function bareFlow(
  group: VoterGroup,
  leader: VoterProcess,
  { valueBytes, ...load }: Load & { readonly valueBytes: number }
): Promise<Rate> {
  const peerIds = group.peersOf(leader)
  const answers = Math.ceil(peerIds.length / 2)
  return await leader.call('flow', { ...load, peerIds, answers, messageBytes: valueBytes })
}

/** Proposes at the first voter, and sees what every voter's process took of the processors for each value. */
export async function withCpu(
  voters: readonly VoterProcess[],
  propose: () => Promise<Rate>
): Promise<{ readonly perSecond: number; readonly cpuUs: readonly number[] }> {
  const [proposer] = voters
  if (proposer === undefined) throw new Error('there is no voter')
  const look = async () => ({
    slot: (await proposer.call('status', null)).chosenSlotMax,
    cpuUs: await Promise.all(voters.map(async voter => (await voter.call('cpu', null)).cpuUs))
  })
  const before = await look()
  const { perSecond } = await propose()
  const after = await look()
  const values = after.slot - before.slot
  return {
    perSecond,
    cpuUs: after.cpuUs.map((cpuUs, i) => (cpuUs - (before.cpuUs[i] ?? 0)) / values)
  }
}
