import { canonical, type ModelReplica, type TraceState } from './trace.js'

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
  'several batches are under way': ({ after }) => after.pending.length > 1,
  'a crash loses a batch': ({ before, after, isCrash }) =>
    isCrash && before.pending.length > 0 && canonical(before.disk) === canonical(after.disk),
  'a crash spares a batch': ({ before, after, isCrash }) =>
    isCrash && canonical(before.disk) !== canonical(after.disk),
  'a crash forgets what was learned': ({ before, after, isCrash }) =>
    isCrash && after.memory.chosenMax < before.memory.chosenMax
}

const kinds = [
  'Prepare',
  'Promise',
  'Reject',
  'AcceptSync',
  'Accept',
  'Accepted',
  'CatchUpRequest',
  'CatchUpReply'
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
    if (replica === undefined || canonical(replica) === canonical(after)) continue
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
  return before.memory.log.some((entry, index) => entry.id !== after.memory.log[index]?.id)
}
