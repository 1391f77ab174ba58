import { canonical, entriesOf, type ModelReplica, type TraceState } from './trace.js'

interface Change {
  /** Kind of the message that arrived, if one did. */
  readonly arrived: string | undefined
  readonly isCrash: boolean
  readonly before: ModelReplica
  readonly after: ModelReplica
}

/** Changes of a replica that runs must come across to be worth replaying. */
const changes: Readonly<Record<string, (change: Change) => boolean>> = {
  'a leader cuts a log': change => change.arrived === 'AcceptSync' && isCut(change),
  'chosen entries cut a log': change => change.arrived === 'CatchUpReply' && isCut(change),
  'chosen entries raise a promise': change =>
    change.arrived === 'CatchUpReply' && isDifferent(change, 'promised'),
  'entries continue a log': change => change.arrived === 'Accept' && isDifferent(change, 'log'),
  'a candidate adopts the log of another': change => leads(change) && isDifferent(change, 'log'),
  'a candidate cuts its own log': change => leads(change) && isCut(change),
  'a leader is deposed': ({ before, after, isCrash }) =>
    before.role.tag === 'Leader' && after.role.tag === 'Follower' && !isCrash,
  'a candidate gives up': ({ before, after, arrived }) =>
    before.role.tag === 'Candidate' && after.role.tag === 'Follower' && arrived === 'Reject',
  'a candidate has to catch up first': ({ before, after, arrived }) =>
    arrived === 'Reject' && before.asked === 0 && after.asked !== 0,
  'several batches are under way': ({ after }) => after.pending.length > 1,
  'a crash loses a batch': ({ before, after, isCrash }) =>
    isCrash && before.pending.length > 0 && canonical(before.disk) === canonical(after.disk),
  'a crash spares a batch': ({ before, after, isCrash }) =>
    isCrash && canonical(before.disk) !== canonical(after.disk),
  'a crash forgets what was learned': ({ before, after, isCrash }) =>
    isCrash && after.memory.chosenMax < before.memory.chosenMax,
  'an epoch begins': beginsEpoch,
  'who led an epoch begins the next as a candidate': change =>
    beginsEpoch(change) && change.after.role.tag === 'Candidate',
  'a learner becomes a voter': change =>
    beginsEpoch(change) && !votes(change.before) && votes(change.after),
  'a voter becomes a learner': change =>
    beginsEpoch(change) && votes(change.before) && !votes(change.after),
  'a replica votes whose member lost a disk': change =>
    beginsEpoch(change) && change.after.id > 10 && votes(change.after),
  'a snapshot is installed': isInstall,
  'a snapshot raises a promise': change =>
    isInstall(change) && !beginsEpoch(change) && isDifferent(change, 'promised'),
  'a snapshot leaves what is above it': change =>
    isInstall(change) && change.after.memory.log.length > 0,
  'a snapshot begins an epoch': change => isInstall(change) && beginsEpoch(change)
}

const kinds = [
  'Prepare',
  'Promise',
  'Reject',
  'AcceptSync',
  'Accept',
  'Accepted',
  'CatchUpRequest',
  'CatchUpReply',
  'Compacted',
  'Learn',
  'SnapshotRequest',
  'SnapshotOffer'
]

/** Everything that {@link situationsOf} tells apart. */
export const situations: readonly string[] = [...Object.keys(changes), ...kinds.map(arrives)]

/** What is worth noting of the step from the state `before` to `state`. */
export function situationsOf(state: TraceState, before: TraceState): string[] {
  const arrived = state.picks.message?.body.tag
  const isCrash = state.action === 'crash' || state.action === 'powerCut'
  const found = arrived === undefined || state.action === 'partialSync' ? [] : [arrives(arrived)]
  for (const [number, after] of state.replicas) {
    const replica = before.replicas.get(number)
    // The recorder has one object for what stays the same.
    if (replica === undefined || replica === after) continue
    const change: Change = { arrived, isCrash, before: replica, after }
    found.push(...Object.keys(changes).filter(name => changes[name]?.(change)))
  }
  return found
}

function arrives(kind: string): string {
  return `${kind} arrives`
}

function leads({ before, after }: Change): boolean {
  return before.role.tag !== 'Leader' && after.role.tag === 'Leader'
}

function isDifferent({ before, after }: Change, field: keyof ModelReplica['memory']): boolean {
  return canonical(before.memory[field]) !== canonical(after.memory[field])
}

function isCut({ before, after }: Change): boolean {
  const entries = entriesOf(after.memory)
  return entriesOf(before.memory).some((entry, index) => entry.id !== entries[index]?.id)
}

function beginsEpoch({ before, after }: Change): boolean {
  return after.memory.promised.epoch > before.memory.promised.epoch
}

function isInstall(change: Change): boolean {
  return change.arrived === 'SnapshotOffer' && isDifferent(change, 'snapshot')
}

function votes({ id, memory }: ModelReplica): boolean {
  return memory.voters.includes(id)
}
