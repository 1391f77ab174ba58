import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { freePorts, loopback } from '../place.js'
import { eventually } from './eventually.js'
import { ServerProcess } from './server-process.js'
import { ZooKeeperClient } from './zookeeper-client.js'

/** Where Debian's package keeps the program, which names the others that it needs. */
const program = '/usr/share/java/zookeeper.jar'
const mainClass = 'org.apache.zookeeper.server.quorum.QuorumPeerMain'

const memberCount = 3

export function zooKeeperIsInstalled(): boolean {
  return existsSync(program) && spawnSync('java', ['-version']).error === undefined
}

/** Three members of ZooKeeper, which sync every write, in directories of their own. */
export class ZooKeeperCluster implements AsyncDisposable {
  readonly #directory: string
  readonly #ports: readonly number[]
  readonly #processes: readonly ServerProcess[]

  private constructor(
    directory: string,
    ports: readonly number[],
    processes: readonly ServerProcess[]
  ) {
    this.#directory = directory
    this.#ports = ports
    this.#processes = processes
  }

  /** Starts the members, and waits until they have a leader. */
  static async start(parent: string = tmpdir()): Promise<ZooKeeperCluster> {
    const directory = await mkdtemp(join(parent, 'libp2p-paxos-bench-zookeeper-'))
    const ports = await freePorts(3 * memberCount)
    const clientPorts = ports.slice(0, memberCount)
    const servers = clientPorts.map((_, i) => {
      const [peer, election] = ports.slice(memberCount + 2 * i)
      return `server.${i + 1}=${loopback.host}:${peer}:${election}`
    })
    const processes: ServerProcess[] = []
    for (const [i, port] of clientPorts.entries()) {
      const own = join(directory, `member-${i + 1}`)
      await mkdir(own)
      await writeFile(join(own, 'myid'), `${i + 1}\n`)
      const settings = [
        ...['tickTime=2000', 'initLimit=10', 'syncLimit=5', 'maxClientCnxns=0'],
        ...['admin.enableServer=false', '4lw.commands.whitelist=srvr'],
        ...[`dataDir=${own}`, `clientPort=${port}`, `clientPortAddress=${loopback.host}`],
        ...servers
      ]
      const path = join(own, 'zoo.cfg')
      await writeFile(path, `${settings.join('\n')}\n`)
      processes.push(new ServerProcess(loopback, 'java', ['-cp', program, mainClass, path]))
    }
    const cluster = new ZooKeeperCluster(directory, clientPorts, processes)
    try {
      await cluster.#leaderPort()
    } catch (error) {
      await cluster[Symbol.asyncDispose]()
      throw error
    }
    return cluster
  }

  /** A session with the member that leads. */
  async connect(): Promise<ZooKeeperClient> {
    return await ZooKeeperClient.connect(await this.#leaderPort(), loopback.host)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all(this.#processes.map(process => process[Symbol.asyncDispose]()))
    await rm(this.#directory, { recursive: true, force: true })
  }

  async #leaderPort(): Promise<number> {
    return await eventually('a leader of ZooKeeper', async () => {
      for (const process of this.#processes) process.check()
      const modes = await Promise.all(this.#ports.map(modeOf))
      if (modes.includes(undefined)) return
      return this.#ports[modes.indexOf('leader')]
    })
  }
}

/** What a member says it is; undefined while it serves nobody. */
async function modeOf(port: number): Promise<string | undefined> {
  const socket = connect(port, loopback.host)
  socket.end('srvr')
  return /^Mode: (\w+)$/m.exec(await text(socket))?.[1]
}
