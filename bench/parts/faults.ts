import { coreDefaults } from '../../src/core/options.js'
import { CuttableNetwork } from '../beside/cuttable-network.js'
import { EtcdCluster, etcdIsInstalled } from '../beside/etcd-cluster.js'
import {
  etcdFailingGroup,
  type FailingGroup,
  type Fault,
  ownFailingGroup
} from '../beside/failing-group.js'
import { VoterGroup } from '../voter-group.js'

/** How long groups were without a leader. */
export interface FaultResult {
  readonly name: string
  readonly timeouts: string
  readonly outages: readonly { readonly fault: Fault; readonly outagesMs: readonly number[] }[]
}

/** Our own group and etcd in the same run. */
export interface FaultResults {
  readonly results: readonly FaultResult[]
  readonly missing: readonly string[]
}

const memberCount = 3

/** etcd with what our own group waits for. It wants an election timeout of at least five heartbeats. */
const ownTiming = {
  heartbeatIntervalMs: coreDefaults.heartbeatIntervalMs,
  electionTimeoutMs: coreDefaults.heartbeatIntervalMs * coreDefaults.missedHeartbeatsMax
}

/** Loses the leaders of all groups in turn, in each of the ways that there are. */
export async function measureFaults(
  trials: number,
  directory: string | undefined,
  progress: (line: string) => void
): Promise<FaultResults> {
  await using stack = new AsyncDisposableStack()
  const network = CuttableNetwork.create(memberCount)
  if (network !== undefined) stack.use(network)
  const missing = network === undefined ? ['network namespaces, which need root on Linux'] : []
  const faults: Fault[] = ['SIGKILL', 'SIGSTOP', ...(network === undefined ? [] : ['cut' as const])]
  const init = { parent: directory, ...(network && { places: network.places }) }
  const groups = [ownFailingGroup(stack.use(await VoterGroup.start(init)), network)]
  if (etcdIsInstalled()) {
    const usual = stack.use(await EtcdCluster.start(init))
    const tuned = stack.use(await EtcdCluster.start({ ...init, timing: ownTiming }))
    groups.push(etcdFailingGroup('etcd, as it comes', usual, network))
    groups.push(etcdFailingGroup('etcd, with our timeouts', tuned, network))
  } else {
    missing.push('etcd')
  }
  const results = groups.map(({ name, timeouts }) => ({
    name,
    timeouts,
    outages: faults.map(fault => ({ fault, outagesMs: [] as number[] }))
  }))
  for (let i = 0; i < trials; i += 1) {
    for (const [place, group] of groups.entries()) {
      for (const { fault, outagesMs } of results[place]?.outages ?? []) {
        outagesMs.push(await outageOf(group, fault, progress))
      }
    }
  }
  return { results, missing }
}

async function outageOf(
  group: FailingGroup,
  fault: Fault,
  progress: (line: string) => void
): Promise<number> {
  const outageMs = await group.outageMs(fault)
  progress(`faults: ${group.name}, ${fault}: ${outageMs.toFixed(1)} ms`)
  return outageMs
}
