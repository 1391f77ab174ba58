/**
 * Peer-to-peer Paxos as a js-libp2p service.
 *
 * @packageDocumentation
 */

export type { Ballot } from './core/ballot.js'
export type { Batch, DurableState, GenesisRecord, Standing } from './core/batch.js'
export type { Configuration, QuorumRule, ReplicaId, Voter } from './core/configuration.js'
export type { QuorumState } from './core/effects.js'
export type { Entry, Proposal } from './core/entry.js'
export type { CoreOptions, Role } from './core/options.js'
export type { Snapshot } from './core/snapshot.js'
export * from './errors.js'
export type { CallOptions } from './group/call-limit.js'
export {
  bytesCodec,
  type Codec,
  jsonCodec,
  stringCodec,
  validatedCodec
} from './group/codec.js'
export type { GroupEvents, LeaderChange, LogEntry, MembersChange } from './group/events.js'
export type { Group, ProposeOptions } from './group/group.js'
export type { LogOptions } from './group/log-reader.js'
export type { ApplyContext, StateMachine } from './group/machine.js'
export type { Election, Incumbent, Leadership } from './group/objects/election.js'
export type {
  BytesMapOptions,
  ElectionOptions,
  MapOptions,
  TextMapOptions
} from './group/objects/handles.js'
export type { Consistency, ReadOptions } from './group/objects/host.js'
export type { Lease, LeaseEvents } from './group/objects/lease.js'
export type { HeldLock, Lock, LockHolder, LockOptions } from './group/objects/lock.js'
export type {
  Comparison,
  Conditional,
  MapAction,
  MapCondition,
  MapEntry,
  MapEvent,
  MapPage,
  MapRead,
  MapTransaction,
  MapTransactionResult,
  MapWrite,
  RangeOptions,
  ReplicatedMap,
  ScanOptions,
  SetOptions,
  WatchOptions
} from './group/objects/map.js'
export type { Counter, Sequence } from './group/objects/number.js'
export type { Watch } from './group/objects/watch.js'
export type {
  FoundingOptions,
  GroupOptions,
  MemberOptions,
  PeerIdLike,
  ResolvedOptions
} from './group/options.js'
export type { Proposed } from './group/proposals.js'
export type { VoterChange } from './group/reconfiguration.js'
export type { GroupState, GroupStatus, MemberStatus } from './group/status.js'
export type { TransportInit } from './libp2p/components.js'
export type { ObservedMessage } from './libp2p/message-listener.js'
export {
  type JoinOptions,
  type Paxos,
  type PaxosComponents,
  type PaxosInit,
  paxos
} from './libp2p/service.js'
export type { Admit, JoinRequest } from './runtime/admission.js'
export type { ChurnOptions } from './runtime/churn.js'
export type { Durability, ReplicaStore, SnapshotStage, Store } from './storage/store.js'
export type { MessageSummary } from './wire/message-summary.js'
