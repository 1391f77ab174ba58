import type { MessageSummary, SimulationEvent } from 'libp2p-paxos/simulator'

/** At one moment, what comes first in a story: what went wrong, then what somebody found, and then what is said about it. */
const ranks: Readonly<Record<SimulationEvent['type'], number>> = {
  start: 0,
  crash: 0,
  pause: 0,
  resume: 0,
  wipe: 0,
  cut: 0,
  heal: 0,
  delivered: 0,
  notice: 1,
  learned: 2,
  sent: 3
}

/** The same events as people tell them: in the order of a story, and with ballots such as `1.2 of C`. */
export function readable(events: readonly SimulationEvent[]): SimulationEvent[] {
  const owners = ownersOf(events)
  const named = events.map(event =>
    'message' in event ? { ...event, message: withNames(event.message, owners) } : event
  )
  return named.toSorted((a, b) => a.atMs - b.atMs || ranks[a.type] - ranks[b.type])
}

/** Epoch and round of a ballot, and whose it is. */
function nameOf(ballot: string, owners: ReadonlyMap<string, string>): string {
  const [epoch = '', round = '', , incarnation = ''] = ballot.split('.')
  const owner = owners.get(incarnation)
  return owner === undefined ? `${epoch}.${round}` : `${epoch}.${round} of ${owner}`
}

function withNames(message: MessageSummary, owners: ReadonlyMap<string, string>): MessageSummary {
  const { ballot, promisedBallot } = message
  return {
    ...message,
    ...(ballot !== undefined && { ballot: nameOf(ballot, owners) }),
    ...(promisedBallot !== undefined && { promisedBallot: nameOf(promisedBallot, owners) })
  }
}

/** Whose ballots are those of an incarnation: who campaigned with them. */
function ownersOf(events: readonly SimulationEvent[]): ReadonlyMap<string, string> {
  const owners = new Map<string, string>()
  for (const event of events) {
    if (event.type !== 'notice' || event.notice.type !== 'campaign') continue
    const digits = event.notice.ballot.incarnation.toString(16).padStart(16, '0')
    owners.set(digits.slice(0, 8), event.peerId)
  }
  return owners
}
