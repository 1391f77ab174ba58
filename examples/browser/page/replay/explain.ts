import type { MessageSummary, Notice, SimulationEvent } from 'libp2p-paxos/simulator'
import type { Step } from './recording.js'

/** A step in plain words. */
export function explain(step: Step): string {
  const { events, peers } = step
  const [first] = events
  const who = list(namesOf(events))
  switch (first.type) {
    case 'sent':
      return explainSent(step)
    case 'notice':
      return explainNotice(first.peerId, first.notice)
    case 'learned':
      return explainLearned(events, peers.byId[first.peerId]?.role === 'leader')
    case 'start':
      return first.atMs > 0
        ? `${who} is back, with what its disk kept.`
        : `${who} start, meet for the first time, and agree on who votes.`
    case 'crash':
      return `${who} crashes. What had not reached its disk is gone; what it promised and accepted is not.`
    case 'pause':
      return `${who} stands still, as an overloaded machine does. It does not know that time passes.`
    case 'resume':
      return `${who} goes on, as if nothing had been.`
    case 'wipe':
      return `${who} loses its disk. It will never vote again as the one that it was.`
    case 'cut':
      return `${explainLinks(events, 'no longer reaches', 'no longer reach')}. All that anybody can notice is silence.`
    case 'heal':
      return `${explainLinks(events, 'reaches', 'reach')} again.`
    case 'delivered':
      return `${first.to} gets a message of ${first.from}.`
  }
}

function explainSent({ events, peers, isAgain }: Step): string {
  const [first] = events
  if (first.type !== 'sent') return ''
  const receivers = [...new Set(events.flatMap(event => ('to' in event ? event.to : [])))]
  const { from, message } = first
  const to = list(receivers)
  if (isAgain) {
    return `${from} has no answer of ${to} to its ${message.type}, and sends it again until it has.`
  }
  if (message.type !== 'propose') return explainMessage(from, to, message)
  return receivers.every(id => peers.byId[id]?.role === 'leader')
    ? `${from} has something to propose, and hands it to ${to}, which leads.`
    : `${from} has something to propose, and hands it to ${to}, which is to pass it on.`
}

function explainMessage(from: string, to: string, message: MessageSummary): string {
  const ballot = `ballot ${message.ballot ?? '?'}`
  const slots = slotsOf(message)
  const lastSlot = message.lastSlot ?? 0
  switch (message.type) {
    case 'prepare':
      return `Phase 1. ${from} asks ${to} to promise ${ballot}: to accept nothing that is older.`
    case 'promise':
      return `${from} promises ${ballot} to ${to}: it will accept nothing that is older. Its log ends at slot ${lastSlot}.`
    case 'reject':
      return `${from} refuses ${ballot}: it has promised ${message.promisedBallot ?? 'another'}, which is newer.`
    case 'accept-sync':
      return message.entries === 0
        ? `${from} has ${to} go on from the log that both have.`
        : `${from} has ${to} accept ${slots} in its own ballot: what an older leader began may have been chosen, so it must stay.`
    case 'accept':
      return message.entries === 0
        ? `${from} tells ${to} that everything up to slot ${message.chosenSlotMax ?? 0} is chosen.`
        : `Phase 2. ${from} asks ${to} to accept ${slots}, in ${ballot}. Who has promised a newer one will not.`
    case 'accepted':
      return lastSlot === 0
        ? `${from} is ready to accept, and tells ${to}.`
        : `${from} has everything up to slot ${lastSlot} on its disk, and tells ${to}.`
    case 'catch-up-request':
      return `${from} noticed that it lacks something, and asks ${to} for what was chosen.`
    case 'catch-up-reply':
      return `${from} sends ${to} what was chosen: ${slots}.`
    default:
      return `${from} sends ${to} a message: ${message.type}.`
  }
}

function explainNotice(peerId: string, notice: Notice): string {
  switch (notice.type) {
    case 'campaign':
      return `${peerId} knows no leader that works, and would lead: it takes a ballot that nobody had, ${notice.ballot.epoch}.${notice.ballot.round}, and writes it down first.`
    case 'step-down':
      return `${peerId} leads no more: ${notice.why}.`
    case 'quorum-change':
      return `${peerId} has reached no quorum for a while. It accepts nothing: better to wait than to be wrong.`
    case 'leader-change':
      if (notice.leader === undefined) return `${peerId} follows nobody for now.`
      return notice.leader.peerId === peerId
        ? `${peerId} leads: a quorum has promised its ballot, so no older one can get anything chosen any more. From now on each value takes phase 2 alone.`
        : `${peerId} follows ${notice.leader.peerId}.`
    default:
      return `${peerId}: ${notice.type}.`
  }
}

function explainLearned(events: readonly SimulationEvent[], leads: boolean): string {
  const learned = events.flatMap(event => (event.type === 'learned' ? event.entries : []))
  const slots = range(learned[0]?.slot ?? 0, learned.at(-1)?.slot ?? 0)
  const who = list(namesOf(events))
  return leads
    ? `A quorum has accepted ${slots}: that is chosen, and nothing can change it any more. ${who} is the first to know.`
    : `${who} learns what is chosen for ${slots}.`
}

/** Between which peers links changed: from the side of the first of them. */
function explainLinks(events: readonly SimulationEvent[], one: string, several: string): string {
  const ends = events.flatMap(event => ('to' in event ? [[event.from, event.to] as const] : []))
  const froms = [...new Set(ends.map(([from]) => from))].toSorted()
  const across = new Set(ends.flatMap(([from, to]) => (from === froms[0] ? [to] : [])))
  const side = froms.filter(name => !across.has(name))
  // If one peer is at an end of each of them, it is told from there.
  const centre = froms.find(name => ends.every(pair => pair.includes(name)))
  const names = centre === undefined ? side : [centre]
  const others = [...new Set(ends.flat())].filter(name => !names.includes(name))
  return `${list(names)} ${names.length === 1 ? one : several} ${list(others.toSorted())}`
}

function slotsOf({ firstSlot, lastSlot }: MessageSummary): string {
  if (firstSlot === undefined || lastSlot === undefined) return 'nothing new'
  return range(firstSlot, lastSlot)
}

function range(first: number, last: number): string {
  return first >= last ? `slot ${last}` : `slots ${first} to ${last}`
}

function namesOf(events: readonly SimulationEvent[]): string[] {
  return [...new Set(events.flatMap(event => ('peerId' in event ? event.peerId : [])))]
}

/** `A`, `A and B`, `A, B and C`. */
function list(names: readonly string[]): string {
  const last = names.at(-1) ?? ''
  return names.length < 2 ? last : `${names.slice(0, -1).join(', ')} and ${last}`
}
