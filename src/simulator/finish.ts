import type { Pending } from './application.js'
import type { Checkers } from './checkers/checkers.js'
import { Violation } from './observer.js'
import type { Leadership, World } from './world.js'

/** Election timeouts within which everything must have finished. */
const finishTimeouts = 20

/** The same where links lose frames meanwhile: what is tried again may be lost again, several times in a row. */
const lossyFinishTimeouts = 60

/** How many of the things that did not finish are named. */
const shownMax = 10

export interface FinishInit {
  readonly world: World
  readonly checkers: Checkers
  /** Calls that have not ended. */
  readonly pending: () => readonly Pending[]
  /**
   * Peers of which nothing is expected, since something is wrong with them.
   *
   * @default none
   */
  readonly except?: ReadonlySet<string>
  /**
   * What is wrong with the links meanwhile: some are missing, or all lose frames now and then.
   *
   * @default nothing
   */
  readonly links?: 'partial' | 'lossy' | undefined
}

/**
 * Expects that everything finishes in a world of which nothing more is asked: every call, one leader whom all follow, everyone has
 * learned what is chosen, and every voter has accepted in the highest ballot. Of a group that lost too many disks nothing more is
 * expected. Returns how many milliseconds it took.
 *
 * @throws Violation if it does not, or takes too many leaders.
 */
export async function finish(init: FinishInit): Promise<number> {
  const { world } = init
  const startMs = world.nowMs
  const timeouts = init.links === 'lossy' ? lossyFinishTimeouts : finishTimeouts
  const endMs = startMs + timeouts * world.electionTimeoutMs
  const before = world.leaderships.length
  let unfinished: string[]
  do {
    await world.run(world.core.heartbeatIntervalMs)
    unfinished = whatIsLeft(init)
  } while (unfinished.length > 0 && world.nowMs < endMs)
  if (unfinished.length > 0) {
    throw new Violation('everything finishes', unfinished.slice(0, shownMax).join('; '))
  }
  if (init.links !== 'lossy') checkLeaders(world, world.leaderships.slice(before))
  return world.nowMs - startMs
}

function whatIsLeft({ world, checkers, pending, except = new Set(), links }: FinishInit): string[] {
  const lost = new Set(world.groupNames.filter(name => checkers.isLost(name)))
  const left = pending()
    .filter(({ group = '' }) => !lost.has(group))
    .map(({ what, group }) => (group === undefined ? what : `${what} in ${group}`))
  for (const name of world.groupNames) {
    if (lost.has(name)) continue
    left.push(...checkers.unfinished(name, except))
    // Who is not linked to the leader learns from others, and accepts nothing.
    if (links !== 'partial') left.push(...checkers.unsynced(name, except))
    const [leader, ...others] = world.leaders(name).filter(peerId => !except.has(peerId))
    if (leader === undefined) left.push(`nobody leads ${name}`)
    for (const other of others) left.push(`${other} leads ${name}, and so does ${leader}`)
    for (const peerId of world.peerIds) {
      const followed = world.group(peerId, name)?.leader
      if (followed === leader || except.has(peerId)) continue
      left.push(`${peerId} follows ${followed} in ${name}, which ${leader} leads`)
    }
  }
  return left
}

/**
 * The end of faults may cause two changes of the leader. Candidates that lead side by side are one change: as many as there can be
 * prepare quorums that share no voter. Who leads and goes on in the next epoch is no change.
 */
function checkLeaders(world: World, leaderships: readonly Leadership[]): void {
  const roundsMax = 1 + Math.floor(world.peerIds.length / world.quorum.prepare)
  for (const name of world.groupNames) {
    const changes = leaderships
      .filter(({ group }) => group === name)
      .filter(({ peerId, ballot }, i, all) => {
        const last = all[i - 1]
        return last?.peerId !== peerId || last.ballot.epoch === ballot.epoch
      })
    const rounds = new Set(changes.map(({ ballot }) => `${ballot.epoch}.${ballot.round}`))
    if (rounds.size <= roundsMax) continue
    const message = `${name} had leaders in ${rounds.size} rounds after the heal`
    throw new Violation('everything finishes', message)
  }
}
