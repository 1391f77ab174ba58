import { spawnSync } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { freePorts, loopback, type Place } from '../place.js'
import { type Certificates, makeCertificates } from './certificates.js'
import { EtcdClient } from './etcd-client.js'
import { eventually } from './eventually.js'
import { ServerProcess } from './server-process.js'

/** What members of etcd run with. */
export interface EtcdInit {
  readonly parent?: string | undefined
  /** Peers and clients prove who they are, and everything is encrypted. */
  readonly tls?: boolean
  /** Where the three members run. @default this machine's loopback interface */
  readonly places?: readonly Place[]
  /** @default what etcd itself waits for */
  readonly timing?: EtcdTiming
}

/** What a member waits for before it believes that its leader is gone. */
export interface EtcdTiming {
  readonly heartbeatIntervalMs: number
  readonly electionTimeoutMs: number
}

/** What etcd itself waits for, said to be sure. */
const usualTiming: EtcdTiming = { heartbeatIntervalMs: 100, electionTimeoutMs: 1_000 }

/** One member, with what it is started with again. */
export interface EtcdMember {
  readonly endpoint: string
  readonly place: Place
  readonly args: readonly string[]
  process: ServerProcess
}

export function etcdIsInstalled(): boolean {
  return spawnSync('etcd', ['--version']).error === undefined
}

/** Three members of etcd, which sync every write, in directories of their own. */
export class EtcdCluster implements AsyncDisposable {
  readonly members: readonly EtcdMember[]
  readonly certificates: Certificates | undefined
  readonly timing: EtcdTiming
  readonly #directory: string

  private constructor(
    directory: string,
    members: readonly EtcdMember[],
    certificates: Certificates | undefined,
    timing: EtcdTiming
  ) {
    this.#directory = directory
    this.timing = timing
    this.members = members
    this.certificates = certificates
  }

  /** Starts the members, and waits until they have a leader. */
  static async start(init: EtcdInit = {}): Promise<EtcdCluster> {
    const directory = await mkdtemp(join(init.parent ?? tmpdir(), 'libp2p-paxos-bench-etcd-'))
    const certificates = init.tls === true ? await makeCertificates(directory) : undefined
    const places = init.places ?? [loopback, loopback, loopback]
    const ports = await freePorts(2 * places.length)
    const timing = init.timing ?? usualTiming
    const scheme = certificates === undefined ? 'http' : 'https'
    const own = places.map(({ host }, i) => ({
      name: `member-${i + 1}`,
      client: `${scheme}://${host}:${ports[2 * i]}`,
      peer: `${scheme}://${host}:${ports[2 * i + 1]}`
    }))
    const common = [
      '--initial-cluster',
      own.map(({ name, peer }) => `${name}=${peer}`).join(','),
      ...['--initial-cluster-state', 'new', '--log-level', 'warn', '--logger', 'zap'],
      ...['--heartbeat-interval', String(timing.heartbeatIntervalMs)],
      ...['--election-timeout', String(timing.electionTimeoutMs)],
      ...tlsArgs(certificates)
    ]
    const members = own.map(({ name, client, peer }, i) => {
      const place = places[i] ?? loopback
      const args = [
        ...['--name', name, '--data-dir', join(directory, name)],
        ...['--listen-client-urls', client, '--advertise-client-urls', client],
        ...['--listen-peer-urls', peer, '--initial-advertise-peer-urls', peer],
        ...common
      ]
      return { endpoint: client, place, args, process: new ServerProcess(place, 'etcd', args) }
    })
    const cluster = new EtcdCluster(directory, members, certificates, timing)
    try {
      await cluster.leader()
    } catch (error) {
      await cluster[Symbol.asyncDispose]()
      throw error
    }
    return cluster
  }

  /** The member that leads, as soon as all of them say so. */
  async leader(): Promise<EtcdMember> {
    return await eventually('a leader of etcd', async () => {
      for (const { process } of this.members) process.check()
      const statuses = await Promise.all(
        this.members.map(async member => {
          using client = await this.connect(member)
          return await client.status()
        })
      )
      const [first] = statuses
      if (first === undefined || statuses.some(({ leader }) => leader !== first.leader)) return
      return this.members[statuses.findIndex(({ memberId }) => memberId === first.leader)]
    })
  }

  async connect(member: EtcdMember): Promise<EtcdClient> {
    return await EtcdClient.connect(member.endpoint, this.certificates)
  }

  /** Starts a member again whose process was killed, with the data that it left. */
  async restart(member: EtcdMember): Promise<void> {
    await member.process.gone()
    member.process = new ServerProcess(member.place, 'etcd', member.args)
    await this.leader()
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all(this.members.map(({ process }) => process[Symbol.asyncDispose]()))
    await rm(this.#directory, { recursive: true, force: true })
  }
}

function tlsArgs(certificates: Certificates | undefined): string[] {
  if (certificates === undefined) return []
  const { ca, certificate, key } = certificates
  return ['', 'peer-'].flatMap(side => [
    ...[`--${side}cert-file`, certificate, `--${side}key-file`, key],
    ...[`--${side}trusted-ca-file`, ca, `--${side}client-cert-auth`]
  ])
}
