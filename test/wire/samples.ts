import { type Ballot, bottomBallot } from '../../src/core/ballot.js'
import type { DurableState, Standing } from '../../src/core/batch.js'
import type { Configuration } from '../../src/core/configuration.js'
import type { Entry } from '../../src/core/entry.js'
import type { Founding } from '../../src/core/founding.js'
import type { AnyMessage, Frame } from '../../src/wire/frame.js'

/** One of everything that is sent or stored, for golden bytes and for mutations. */

type OneOfEach<T extends { readonly type: string }> = {
  readonly [K in T['type']]: Extract<T, { readonly type: K }>
}

const alice = '12D3KooWAlice'
const bob = '12D3KooWBob'
const incarnation = 0xfedcba9876543210n

export const ballot: Ballot = { epoch: 3, round: 300, priority: 2, incarnation }
const higher: Ballot = { epoch: 3, round: 2 ** 40 + 1, priority: 0, incarnation: 1n }
const hash = Uint8Array.from({ length: 32 }, (_, i) => i)

const configuration: Configuration = {
  epoch: 1,
  voters: [
    { peerId: alice, incarnation },
    { peerId: bob, incarnation: 1n }
  ],
  quorum: { prepare: 2, accept: 1 }
}

const addressed: Configuration = {
  ...configuration,
  voters: configuration.voters.map((voter, i) =>
    i === 0 ? voter : { ...voter, addresses: ['/ip4/192.0.2.1/tcp/4001', '/dns4/bücher/tcp/1'] }
  )
}

const founding: Founding = {
  name: 'gruppe 🔑',
  founders: [alice, bob],
  quorum: { prepare: 2, accept: 1 },
  keyWindowSlots: 10_000,
  snapshotEveryBytes: 2 ** 24
}

export const entries: OneOfEach<Entry> = {
  'open-session': {
    type: 'open-session',
    origin: alice,
    nonce: 0x8000000000000000n,
    logTimeMs: 0
  },
  value: {
    type: 'value',
    session: 1,
    sequence: 2 ** 53 - 1,
    acknowledged: 2 ** 53 - 2,
    key: 'schlüssel 🔑',
    value: Uint8Array.of(0, 1, 254, 255),
    logTimeMs: 86_400_000
  },
  decide: {
    type: 'decide',
    session: 2 ** 32,
    sequence: 128,
    name: 'genesis-block',
    value: new Uint8Array(0),
    logTimeMs: 1
  },
  'no-op': { type: 'no-op', session: 7, sequence: 3, logTimeMs: 2 ** 33 },
  repeat: {
    type: 'repeat',
    session: 7,
    sequence: 5,
    acknowledged: 4,
    key: 'schlüssel 🔑',
    logTimeMs: 2 ** 33
  },
  stop: { type: 'stop', session: 7, sequence: 4, configuration, logTimeMs: 2 ** 33 },
  operation: {
    type: 'operation',
    session: 7,
    sequence: 6,
    acknowledged: 5,
    operation: Uint8Array.of(1, 0, 255),
    logTimeMs: 2 ** 33
  },
  tick: { type: 'tick', logTimeMs: 2 ** 33 + 1 }
}

const log = Object.values(entries)

export const messages: OneOfEach<AnyMessage> = {
  prepare: {
    type: 'prepare',
    ballot,
    acceptedBallot: bottomBallot(3),
    lastSlot: 12,
    chosenSlotMax: 10
  },
  promise: {
    type: 'promise',
    ballot,
    acceptedBallot: ballot,
    lastSlot: 18,
    chosenSlotMax: 10,
    firstSlot: 11,
    entries: log
  },
  reject: {
    type: 'reject',
    ballot,
    reason: 'promised-higher',
    promisedBallot: higher,
    chosenSlotMax: 0
  },
  'accept-sync': {
    type: 'accept-sync',
    ballot,
    firstSlot: 11,
    entries: log,
    adoptedEnd: 14,
    chosenSlotMax: 10
  },
  accept: { type: 'accept', ballot, firstSlot: 2 ** 45, entries: log, chosenSlotMax: 2 ** 45 - 1 },
  accepted: { type: 'accepted', ballot, lastSlot: 200 },
  heartbeat: { type: 'heartbeat', round: 129, news: false },
  'heartbeat-reply': {
    type: 'heartbeat-reply',
    round: 129,
    epoch: 3,
    promisedBallot: higher,
    leaderBallot: ballot,
    leads: false,
    happy: true,
    canVote: true,
    inReserve: false,
    chosenSlotMax: 200,
    distance: 2,
    silent: 5n,
    learners: [{ peerId: bob, incarnation, chosenSlotMax: 199 }],
    snapshot: { slot: 160, mark: 0x8000000000000007n }
  },
  compacted: { type: 'compacted', slot: 2 ** 50 },
  'snapshot-request': { type: 'snapshot-request', slot: 2 ** 50, index: 3 },
  'snapshot-offer': {
    type: 'snapshot-offer',
    snapshot: { slot: 160, ballot, bytes: 2 ** 40, hash },
    history: { endedEpochs: [{ configuration, stopSlot: 100, ballot }], configuration: addressed }
  },
  'snapshot-chunk': {
    type: 'snapshot-chunk',
    slot: 160,
    index: 2 ** 20,
    content: Uint8Array.of(0, 255)
  },
  learn: { type: 'learn', chosenSlotMax: 300, willing: true },
  'catch-up-request': { type: 'catch-up-request', firstSlot: 1 },
  'catch-up-reply': {
    type: 'catch-up-reply',
    ballot,
    firstSlot: 1,
    entries: log,
    chosenSlotMax: 200
  },
  propose: {
    type: 'propose',
    origin: alice,
    proposals: log
      .filter(entry => entry.type !== 'repeat' && entry.type !== 'tick')
      .map(({ logTimeMs, ...proposal }) => proposal),
    via: []
  },
  'propose-reply': {
    type: 'propose-reply',
    origin: alice,
    session: 7,
    reason: 'gap',
    nextSequence: 4,
    via: []
  },
  'read-request': { type: 'read-request', origin: bob, id: 5, via: [alice] },
  'read-reply': { type: 'read-reply', origin: bob, id: 5, slot: 200, via: [] },
  confirm: { type: 'confirm', ballot, round: 6 },
  confirmed: { type: 'confirmed', ballot, round: 6 },
  transfer: { type: 'transfer', ballot, target: bob },
  'genesis-prepare': { type: 'genesis-prepare', ballot, nameHash: hash },
  'genesis-promise': {
    type: 'genesis-promise',
    ballot,
    accepted: { ballot: bottomBallot(0), configuration }
  },
  'genesis-accept': { type: 'genesis-accept', ballot, configuration },
  'genesis-accepted': { type: 'genesis-accepted', ballot },
  'genesis-reject': { type: 'genesis-reject', ballot, promisedBallot: higher },
  'genesis-chosen': { type: 'genesis-chosen', configuration },
  'genesis-mismatch': { type: 'genesis-mismatch', nameHash: hash },
  join: { type: 'join', willing: true },
  welcome: { type: 'welcome', founding, configuration },
  'join-refused': { type: 'join-refused' },
  'boot-refused': { type: 'boot-refused', known: { count: 300, nonce: 0x12345678 } }
}

/** A frame with these messages of one group. */
export function frameOf(...sent: AnyMessage[]): Frame {
  return { sections: [{ groupId: hash, incarnation, messages: sent }] }
}

/** Frames by what is in them. */
export const frames: ReadonlyMap<string, Frame> = new Map<string, Frame>([
  ['no section', { sections: [] }],
  [
    'two groups',
    {
      sections: [
        ...frameOf(messages.heartbeat, messages.accepted).sections,
        { groupId: hash.toReversed(), incarnation: 1n, messages: [] }
      ]
    }
  ],
  [
    'peer records',
    { sections: [], peerRecords: [{ peerId: bob, envelope: Uint8Array.of(1, 2, 3) }] }
  ],
  ...Object.values(messages).map((message): [string, Frame] => [message.type, frameOf(message)]),
  ...variants().map((message): [string, Frame] => [`${message.type}, other`, frameOf(message)]),
  ['probe', { sections: [], probe: { round: 300 } }],
  ['probe, answered', { sections: [], probe: { round: 300, generation: 2n ** 64n - 1n } }],
  ['heartbeat, with news', frameOf({ ...messages.heartbeat, news: true })],
  ['heartbeat-reply, in reserve', frameOf({ ...messages['heartbeat-reply'], inReserve: true })]
])

/** Messages without what they can do without, and with the other value of a reason. */
function variants(): AnyMessage[] {
  const { leaderBallot, snapshot, ...reply } = messages['heartbeat-reply']
  const { accepted, ...promise } = messages['genesis-promise']
  return [
    { ...messages.promise, firstSlot: 19, entries: [] },
    { ...messages.reject, reason: 'behind' },
    { ...messages['accept-sync'], firstSlot: 15, entries: [] },
    { ...messages.accept, entries: [] },
    { ...messages['propose-reply'], reason: 'session-expired', nextSequence: 0 },
    { ...reply, learners: [] },
    { ...messages['genesis-chosen'], configuration: addressed },
    promise
  ]
}

export const states: ReadonlyMap<string, DurableState> = new Map<string, DurableState>([
  [
    'born',
    {
      incarnation,
      boot: { count: 3, nonce: 0xfedcba98 },
      promisedBallot: bottomBallot(0),
      acceptedBallot: bottomBallot(0),
      chosenSlotMax: 0,
      chosenBallot: bottomBallot(0),
      lastSlot: 0,
      compactedSlotMax: 0,
      genesis: { promisedBallot: bottomBallot(0), chosen: false },
      endedEpochs: []
    }
  ],
  [
    'grown',
    {
      incarnation,
      boot: { count: 3, nonce: 0xfedcba98 },
      promisedBallot: higher,
      acceptedBallot: ballot,
      chosenSlotMax: 199,
      chosenBallot: ballot,
      lastSlot: 200,
      compactedSlotMax: 150,
      genesis: {
        promisedBallot: ballot,
        accepted: { ballot, configuration },
        chosen: true,
        founding
      },
      endedEpochs: [{ configuration, stopSlot: 100, ballot }],
      configuration,
      snapshot: { slot: 160, ballot, bytes: 2 ** 40, hash }
    }
  ]
])

/** What of them changes all the time. */
export const standings: ReadonlyMap<string, Standing> = new Map(
  [...states].map(([name, state]) => {
    const {
      incarnation: _,
      boot,
      genesis,
      endedEpochs,
      configuration: __,
      snapshot,
      ...standing
    } = state
    return [name, standing]
  })
)

/** Log records by what is in them. */
export const logs: ReadonlyMap<string, readonly Entry[]> = new Map<string, readonly Entry[]>([
  ['nothing', []],
  ...log.map((entry): [string, readonly Entry[]] => [entry.type, [entry]]),
  ['everything', log]
])
