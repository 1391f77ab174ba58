import { execFileSync } from 'node:child_process'
import { coreDefaults } from '../../src/core/options.js'
import type { VoterGroup } from '../voter-group.js'
import type { CuttableNetwork } from './cuttable-network.js'
import type { EtcdCluster } from './etcd-cluster.js'

/** How a leader is lost: killed, stopped, or with its cable cut so that nobody is told. */
export type Fault = 'SIGKILL' | 'SIGSTOP' | 'cut'

/** A group whose leader is lost again and again. */
export interface FailingGroup {
  readonly name: string
  /** What it waits for before it believes that a leader is gone. */
  readonly timeouts: string
  /** Milliseconds from the loss of the leader to the next acknowledged write at a survivor; afterwards all is as before. */
  outageMs(fault: Fault): Promise<number>
}

/** Milliseconds between two attempts to write at a member of etcd, which gives a write up that it sent to a lost leader. */
const attemptIntervalMs = 20

/** Milliseconds after which a group counts as lost. */
const outageMaxMs = 60_000

/** Our own group. */
export function ownFailingGroup(group: VoterGroup, network?: CuttableNetwork): FailingGroup {
  const { heartbeatIntervalMs, missedHeartbeatsMax } = coreDefaults
  return {
    name: 'libp2p-paxos',
    timeouts: `heartbeats every ${heartbeatIntervalMs} ms, ${missedHeartbeatsMax} of them missed`,
    outageMs: async fault => {
      const { leader, followers } = await group.roles()
      const [survivor = leader] = followers
      const { pid, host } = leader
      const how = fault === 'cut' ? cutCommand(host, network) : { pid, signal: fault }
      const { outageMs } = await survivor.call('failAndPropose', how)
      if (fault === 'SIGKILL') await group.restart(leader)
      else if (fault === 'SIGSTOP') process.kill(pid, 'SIGCONT')
      else network?.heal(host)
      await group.ready()
      return outageMs
    }
  }
}

/** A group of etcd; writes are tried at a survivor again and again, and the first that is acknowledged counts. */
export function etcdFailingGroup(
  name: string,
  cluster: EtcdCluster,
  network?: CuttableNetwork
): FailingGroup {
  const { heartbeatIntervalMs, electionTimeoutMs } = cluster.timing
  return {
    name,
    timeouts: `heartbeats every ${heartbeatIntervalMs} ms, ${electionTimeoutMs} ms for an election`,
    outageMs: async fault => {
      const leader = await cluster.leader()
      const survivor = cluster.members.find(member => member !== leader) ?? leader
      using client = await cluster.connect(survivor)
      const put = (): Promise<void> => client.put(Buffer.from('key'), Buffer.from('value'))
      await put()
      const { host } = leader.place
      if (fault === 'cut') run(cutCommand(host, network).command)
      else leader.process.signal(fault)
      const outageMs = await firstSuccess(put)
      if (fault === 'SIGKILL') await cluster.restart(leader)
      else if (fault === 'SIGSTOP') leader.process.signal('SIGCONT')
      else network?.heal(host)
      await cluster.leader()
      return outageMs
    }
  }
}

function cutCommand(host: string, network: CuttableNetwork | undefined): { command: string[] } {
  if (network === undefined) throw new Error('there is no cable to cut')
  return { command: network.cutCommand(host) }
}

function run([program = '', ...args]: readonly string[]): void {
  execFileSync(program, args)
}

/** Milliseconds until one of several attempts succeeds; what fails was sent to a leader that is gone. */
async function firstSuccess(attempt: () => Promise<void>): Promise<number> {
  const startMs = performance.now()
  const success = Promise.withResolvers<void>()
  let cause: unknown
  const timer = setInterval(() => {
    if (performance.now() - startMs > outageMaxMs) {
      success.reject(new Error(`no write within ${outageMaxMs} ms`, { cause }))
    }
    attempt().then(success.resolve, error => {
      cause = error
    })
  }, attemptIntervalMs)
  await success.promise.finally(() => clearInterval(timer))
  return performance.now() - startMs
}
