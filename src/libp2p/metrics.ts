import type { Metrics } from '@libp2p/interface'

/** Kind of a metric: a counter only goes up, a gauge is what is so now. A `label` makes it a group. */
export interface MetricDescription {
  readonly kind: 'counter' | 'gauge'
  readonly help: string
  readonly label?: string
}

/** Name of a metric of the service. */
export type MetricName =
  | 'libp2p_paxos_frames_sent_total'
  | 'libp2p_paxos_frames_received_total'
  | 'libp2p_paxos_bytes_sent_total'
  | 'libp2p_paxos_bytes_received_total'
  | 'libp2p_paxos_frames_dropped_total'
  | 'libp2p_paxos_frames_malformed_total'
  | 'libp2p_paxos_sections_ignored_total'
  | 'libp2p_paxos_streams_reset_total'
  | 'libp2p_paxos_connections_refused_total'
  | 'libp2p_paxos_dials_total'
  | 'libp2p_paxos_connected_peers'
  | 'libp2p_paxos_send_queue_bytes'
  | 'libp2p_paxos_entries_chosen_total'
  | 'libp2p_paxos_entries_caught_up_total'
  | 'libp2p_paxos_campaigns_total'
  | 'libp2p_paxos_leader_changes_total'
  | 'libp2p_paxos_messages_ignored_total'
  | 'libp2p_paxos_halts_total'
  | 'libp2p_paxos_groups'
  | 'libp2p_paxos_groups_available'
  | 'libp2p_paxos_groups_led'
  | 'libp2p_paxos_proposals_pending'

/** Every metric of the service, by name. Documentation and registration both follow this table. */
export const metricDescriptions: Readonly<Record<MetricName, MetricDescription>> = {
  libp2p_paxos_frames_sent_total: {
    kind: 'counter',
    help: 'Frames handed to streams'
  },
  libp2p_paxos_frames_received_total: {
    kind: 'counter',
    help: 'Well-formed frames received'
  },
  libp2p_paxos_bytes_sent_total: {
    kind: 'counter',
    help: 'Bytes handed to streams, with length prefixes'
  },
  libp2p_paxos_bytes_received_total: {
    kind: 'counter',
    help: 'Bytes of well-formed frames received, without length prefixes'
  },
  libp2p_paxos_frames_dropped_total: {
    kind: 'counter',
    label: 'reason',
    help: 'Frames given up before they were sent: the peer was disconnected, the queue full, the stream lost or the frame too large'
  },
  libp2p_paxos_frames_malformed_total: {
    kind: 'counter',
    label: 'reason',
    help: 'Frames received that were refused, by the name of the error; each ended its stream'
  },
  libp2p_paxos_sections_ignored_total: {
    kind: 'counter',
    help: 'Parts of frames left unread: of a group that is not open here, or from a peer that is no member'
  },
  libp2p_paxos_streams_reset_total: {
    kind: 'counter',
    label: 'direction',
    help: 'Streams of the protocol that ended with an error'
  },
  libp2p_paxos_connections_refused_total: {
    kind: 'counter',
    help: 'Connections not used because they lack authenticated encryption'
  },
  libp2p_paxos_dials_total: {
    kind: 'counter',
    label: 'result',
    help: 'Dials of members and discovered peers: ok, failed, or no-address if none was known'
  },
  libp2p_paxos_connected_peers: {
    kind: 'gauge',
    help: 'Connected peers that speak the protocol'
  },
  libp2p_paxos_send_queue_bytes: {
    kind: 'gauge',
    help: 'Bytes of frames that wait to be sent, over all peers'
  },
  libp2p_paxos_entries_chosen_total: {
    kind: 'counter',
    help: 'Entries learned to be chosen, over all groups'
  },
  libp2p_paxos_entries_caught_up_total: {
    kind: 'counter',
    help: 'Entries learned by catching up from another member'
  },
  libp2p_paxos_campaigns_total: {
    kind: 'counter',
    help: 'Candidatures that replicas of this peer began'
  },
  libp2p_paxos_leader_changes_total: {
    kind: 'counter',
    help: 'Times that the known leader of a group changed, to another one or to none'
  },
  libp2p_paxos_messages_ignored_total: {
    kind: 'counter',
    help: 'Well-formed messages that had no effect because of who sent them'
  },
  libp2p_paxos_halts_total: {
    kind: 'counter',
    help: 'Replicas that stopped for good because of their store or a broken invariant'
  },
  libp2p_paxos_groups: {
    kind: 'gauge',
    help: 'Open groups'
  },
  libp2p_paxos_groups_available: {
    kind: 'gauge',
    help: 'Open groups with a leader that has a quorum'
  },
  libp2p_paxos_groups_led: {
    kind: 'gauge',
    help: 'Open groups that this peer leads'
  },
  libp2p_paxos_proposals_pending: {
    kind: 'gauge',
    help: 'Own proposals that wait for their slot, over all groups'
  }
}

/** Why a frame was given up before it was sent. */
export type DropReason = 'disconnected' | 'queue-full' | 'stream-lost' | 'too-large'

/** How a dial ended. */
export type DialResult = 'ok' | 'failed' | 'no-address'

/** What the transport counts. Plain numbers, so that counting costs nothing where no metrics are collected. */
export interface TransportCounters {
  framesSent: number
  framesReceived: number
  bytesSent: number
  bytesReceived: number
  framesDropped: Record<DropReason, number>
  /** Keyed by the error's name. */
  framesMalformed: Record<string, number>
  sectionsIgnored: number
  streamsReset: Record<'inbound' | 'outbound', number>
  connectionsRefused: number
  dials: Record<DialResult, number>
}

/** Counters that start at zero. */
export function transportCounters(): TransportCounters {
  return {
    framesSent: 0,
    framesReceived: 0,
    bytesSent: 0,
    bytesReceived: 0,
    framesDropped: { disconnected: 0, 'queue-full': 0, 'stream-lost': 0, 'too-large': 0 },
    framesMalformed: {},
    sectionsIgnored: 0,
    streamsReset: { inbound: 0, outbound: 0 },
    connectionsRefused: 0,
    dials: { ok: 0, failed: 0, 'no-address': 0 }
  }
}

/** The value of a metric, or of each member of a group. */
type Reading = () => number | Record<string, number>

/** Lets `metrics` read each of `readings` when it is scraped, under its name and help of {@link metricDescriptions}. */
export function registerMetrics(
  metrics: Metrics,
  readings: Partial<Record<MetricName, Reading>>
): void {
  for (const [name, calculate] of Object.entries(readings)) {
    const { kind, help, label } = metricDescriptions[name as MetricName]
    if (label === undefined) {
      const options = { help, calculate: calculate as () => number }
      if (kind === 'counter') metrics.registerCounter(name, options)
      else metrics.registerMetric(name, options)
    } else {
      const options = { help, label, calculate: calculate as () => Record<string, number> }
      if (kind === 'counter') metrics.registerCounterGroup(name, options)
      else metrics.registerMetricGroup(name, options)
    }
  }
}

/** What the service counts over all its groups. */
export interface ServiceCounters {
  entriesChosen: number
  entriesCaughtUp: number
  campaigns: number
  leaderChanges: number
  messagesIgnored: number
  halts: number
}

/** Counters that start at zero. */
export function serviceCounters(): ServiceCounters {
  return {
    entriesChosen: 0,
    entriesCaughtUp: 0,
    campaigns: 0,
    leaderChanges: 0,
    messagesIgnored: 0,
    halts: 0
  }
}
