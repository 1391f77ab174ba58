import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { valueBytes } from '../commands.js'
import { runMany, runSingly } from '../load.js'
import type { Contender, Contenders } from './contender.js'
import type { EtcdClient } from './etcd-client.js'
import { EtcdCluster, etcdIsInstalled } from './etcd-cluster.js'
import { buildGoClient, GoClient, goIsInstalled } from './go-client.js'

const key = Buffer.from('key')

/** etcd with and without TLS, each with a client on Node and with its own; what they need goes with `stack`. */
export async function etcdContenders(
  parent: string = tmpdir(),
  stack: AsyncDisposableStack
): Promise<Contenders> {
  if (!etcdIsInstalled()) return { present: [], missing: ['etcd'] }
  const program = goIsInstalled() ? await goClient(parent, stack) : undefined
  const present: Contender[] = []
  for (const tls of [false, true]) {
    const cluster = stack.use(await EtcdCluster.start({ parent, tls }))
    const leader = await cluster.leader()
    const system = tls ? 'etcd, TLS' : 'etcd, plain'
    present.push(nodeContender(system, stack.use(await cluster.connect(leader))))
    if (program === undefined) continue
    const client = stack.use(new GoClient(program, leader.endpoint, cluster.certificates))
    present.push(goContender(system, client))
  }
  return { present, missing: program === undefined ? ['a Go compiler, for a client of etcd'] : [] }
}

async function goClient(parent: string, stack: AsyncDisposableStack): Promise<string> {
  const directory = await mkdtemp(join(parent, 'libp2p-paxos-bench-go-'))
  stack.defer(() => rm(directory, { recursive: true, force: true }))
  return await buildGoClient(directory)
}

function nodeContender(system: string, client: EtcdClient): Contender {
  const put = (): Promise<void> => client.put(key, new Uint8Array(valueBytes))
  return {
    system,
    client: 'Node client',
    writeSingly: count => runSingly(put, count),
    write: load => runMany(put, load),
    read: load => runMany(() => client.get(key), load)
  }
}

function goContender(system: string, client: GoClient): Contender {
  return {
    system,
    client: 'Go client',
    writeSingly: count => client.measure({ op: 'singly', count, valueBytes }),
    write: load => client.measure({ op: 'write', ...load, valueBytes }),
    read: load => client.measure({ op: 'read', ...load })
  }
}
