import { type Load, valueBytes } from '../commands.js'
import { runMany, runSingly } from '../load.js'
import { type Contenders, connectionCount } from './contender.js'
import type { ZooKeeperClient } from './zookeeper-client.js'
import { ZooKeeperCluster, zooKeeperIsInstalled } from './zookeeper-cluster.js'

const path = '/key'

/** ZooKeeper with a client on Node; what it needs goes with `stack`. */
export async function zooKeeperContenders(
  parent: string | undefined,
  stack: AsyncDisposableStack
): Promise<Contenders> {
  if (!zooKeeperIsInstalled()) return { present: [], missing: ['ZooKeeper'] }
  const cluster = stack.use(await ZooKeeperCluster.start(parent))
  const clients: ZooKeeperClient[] = []
  while (clients.length < connectionCount) clients.push(stack.use(await cluster.connect()))
  const [first] = clients
  await first?.create(path, new Uint8Array(valueBytes))
  let turn = 0
  const next = (): ZooKeeperClient => {
    turn += 1
    return clients[turn % clients.length] as ZooKeeperClient
  }
  const set = (): Promise<void> => next().set(path, new Uint8Array(valueBytes))
  const contender = {
    system: 'ZooKeeper, plain',
    client: 'Node client',
    writeSingly: (count: number) => runSingly(set, count),
    write: (load: Load) => runMany(set, load),
    read: (load: Load) => runMany(() => next().get(path), load)
  }
  return { present: [contender], missing: [] }
}
