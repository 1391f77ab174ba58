import type { Load, Rate } from '../commands.js'
import type { Latency } from '../statistics.js'

/** Connections that a client of another system spreads its calls over: behind TLS, a member of etcd takes only 250 at once on each. */
export const connectionCount = 8

/** Our own system, which has no client hop. */
export const ownSystem = 'libp2p-paxos'

/** A group of three that writes durably and reads linearizably, seen by one client. */
export interface Contender {
  /** By which clients of the same group are told to be that. */
  readonly system: string
  readonly client: string
  writeSingly(count: number): Promise<Latency>
  write(load: Load): Promise<Rate>
  read(load: Load): Promise<Rate>
}

/** The contenders of one system, or what is not installed for them. */
export interface Contenders {
  readonly present: readonly Contender[]
  readonly missing: readonly string[]
}
