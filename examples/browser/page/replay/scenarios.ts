import type { Plan, TimedFault } from 'libp2p-paxos/simulator'

/** Something to happen in a run, and what there is to see in it. */
export interface Scenario {
  readonly title: string
  readonly summary: string
  readonly peerCount: number
  /** What goes wrong, where `leader` is who leads by then. */
  readonly faults: (leader: string, others: readonly string[]) => readonly TimedFault[]
}

/** Milliseconds of virtual time at which peers propose. */
const proposalsAtMs = [900, 1_000, 1_560, 2_200, 2_900]

/** When things go wrong: by then somebody leads, and a value is about to be proposed. */
const faultAtMs = 1_500

export const scenarios = {
  'leader-cut-off': {
    title: 'The leader is cut off',
    summary:
      'Nothing that the leader sends or is sent arrives. The others notice, and elect another.',
    peerCount: 3,
    faults: (leader, others) =>
      others.flatMap(other => [
        { type: 'cut', from: leader, to: other, forMs: 1_400, atMs: faultAtMs },
        { type: 'cut', from: other, to: leader, forMs: 1_400, atMs: faultAtMs }
      ])
  },
  crash: {
    title: 'A crash in the middle',
    summary: 'The leader crashes while it asks for a value to be accepted, and comes back later.',
    peerCount: 3,
    faults: leader => [
      { type: 'crash', peer: leader, ending: 'close', forMs: 1_000, atMs: faultAtMs + 72 }
    ]
  },
  partition: {
    title: 'A partition',
    summary:
      'The leader and one more are parted from three. Only the three are a quorum, so only they go on.',
    peerCount: 5,
    faults: (leader, [other = '']) => [
      { type: 'partition', left: [leader, other], silently: false, forMs: 1_300, atMs: faultAtMs }
    ]
  },
  loss: {
    title: 'Messages get lost',
    summary:
      'Of what the leader sends, every other message is lost. What has no answer is sent again.',
    peerCount: 3,
    faults: (leader, others) =>
      others.map(other => ({
        type: 'bad-link',
        from: leader,
        to: other,
        conditions: { lossRate: 0.5 },
        forMs: 1_500,
        atMs: faultAtMs
      }))
  },
  calm: {
    title: 'All is well',
    summary: 'One peer is elected, and values are chosen one after the other.',
    peerCount: 3,
    faults: () => []
  }
} as const satisfies Record<string, Scenario>

export type ScenarioName = keyof typeof scenarios

/**
 * The plan of a scenario: with another seed there are other delays, and so another course.
 *
 * @param leader Who leads when things go wrong. What happens until then does not depend on it; without one nothing goes wrong.
 */
export function planOf(name: ScenarioName, seed: number, leader?: string): Plan {
  const { peerCount, faults }: Scenario = scenarios[name]
  const peers = ['A', 'B', 'C', 'D', 'E'].slice(0, peerCount)
  const others = peers.filter(peer => peer !== leader)
  return {
    seed,
    peerCount,
    groups: ['group'],
    options: {
      heartbeatIntervalMs: 100,
      missedHeartbeatsMax: 5,
      keyWindowSlots: 1_000,
      snapshotEveryBytes: 16_777_216,
      pendingCountMax: 1_024,
      churn: false
    },
    priorities: {},
    links: {
      delayMs: [8, 14],
      bytesPerMs: 100_000,
      lossRate: 0,
      duplicateRate: 0,
      reorderRate: 0,
      straggleRate: 0
    },
    disks: { flushMs: [1, 3], readMs: [0.1, 0.2] },
    durationMs: 3_400,
    eventsMin: 0,
    faults: leader === undefined ? [] : faults(leader, others),
    operations: proposalsAtMs.map((atMs, i) => ({
      type: 'propose',
      peer: peers[(i * 2) % peers.length] ?? 'A',
      group: 'group',
      bytes: 0,
      atMs
    }))
  }
}

/** Who leads when things go wrong, in a run in which nothing does. */
export function leaderBefore(
  led: readonly { readonly atMs: number; readonly leader: string }[]
): string | undefined {
  return led.findLast(({ atMs }) => atMs <= faultAtMs)?.leader
}
