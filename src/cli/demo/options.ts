import type { MdnsOptions } from '../node.js'

/** What `libp2p-paxos demo` is asked to do. */
export interface DemoOptions {
  readonly peerCount: number
  /** Whether peers come and go until no founder is left, instead of the leader once. */
  readonly churn: boolean
  /** Seconds for which the peers propose. */
  readonly seconds: number
  readonly discovery: 'bootstrap' | 'mdns'
  /** Proposals in flight at each peer. */
  readonly inFlight: number
  /** Proposals a second at all peers together; undefined for as many as can be. */
  readonly rate: number | undefined
  readonly mdns: MdnsOptions
  readonly json: boolean
}
