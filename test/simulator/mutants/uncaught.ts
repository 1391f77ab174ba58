import type { Patch } from './mutant.js'

/** A mutant that the simulator does not catch in time. */
export interface UncaughtMutant extends Patch {
  /** What of the simulator would have to be stronger. */
  readonly needs: string
}

/** Bugs that drawn plans reach too seldom: where the simulator is to become stronger. */
export const uncaughtMutants: readonly UncaughtMutant[] = [
  {
    name: 'confirmations of an earlier round count',
    trap: 'T19',
    file: 'src/core/confirm-rounds.ts',
    find: 'if (this.#round?.number !== number) return',
    replace: 'if (this.#round === undefined || number > this.#round.number) return',
    needs: 'confirmations that arrive very late'
  },
  {
    name: 'the answer to a read of an earlier life serves a new one',
    trap: 'T19',
    file: 'src/core/reads.ts',
    find: 'this.#id = Number(BigInt.asUintN(48, nonce))',
    replace: 'this.#id = Number(nonce - nonce)',
    needs: 'restarts with reads under way'
  },
  {
    name: 'a leader appends without a bound',
    trap: 'T24',
    file: 'src/core/backlog.ts',
    find: 'unchosenBytes < unchosenBytesMax &&',
    replace: '',
    needs: 'more than 6 MB that are not chosen'
  },
  {
    name: 'a deposed leader says that sessions it does not know are gone',
    trap: 'T27',
    file: 'src/core/backlog.ts',
    find: 'if (isUnsure || refused.has(session)) return false',
    replace: 'if (refused.has(session) && isUnsure) return false',
    needs: 'a deposed leader that still gets proposals'
  },
  {
    name: 'the log is not cut at the stop entry',
    trap: 'T36',
    file: 'src/core/state.ts',
    find: `    this.#replaceFrom(this.#chosenSlotMax + 1, [])
    this.#promisedBallot = bottomBallot`,
    replace: '    this.#promisedBallot = bottomBallot',
    needs: 'entries beyond a stop entry, which no correct leader writes'
  },
  {
    name: 'an answer of an earlier epoch counts in an election',
    trap: 'T36',
    file: 'src/core/neighbours.ts',
    find: 'neighbour.reply = isOfUse ? message : withoutVotes(message)',
    replace: 'neighbour.reply = message',
    needs: 'a voter that stays in an earlier epoch while all else is well'
  },
  {
    name: 'a leader changes to voters that are not there',
    trap: 'T15',
    file: 'src/core/backlog.ts',
    find: "if (proposal.type !== 'stop' || this.#isReady(proposal.configuration)) return proposal",
    replace: "if (proposal.session > 0 || proposal.type !== 'stop') return proposal",
    needs: 'voters that stay away for good once they were chosen'
  },
  {
    name: 'learners believe each other that there is a leader',
    trap: 'T23',
    file: 'src/core/neighbours.ts',
    find: '    return distance + 1\n',
    replace: '    return Math.min(distance, 0) + 1\n',
    needs: 'learners that reach each other and no voter for long'
  },
  {
    name: 'a learner stays with a source that is silent',
    trap: 'T30',
    file: 'src/core/source.ts',
    find: 'if (this.#idleRounds > options.missedHeartbeatsMax) return this.#leave()',
    replace: 'if (this.#peerId === undefined) return this.#leave()',
    needs: 'a member that is silent for good beside learners'
  },
  {
    name: 'an offer that is not needed any more is waited for',
    trap: 'T17',
    file: 'src/runtime/snapshots.ts',
    find: '    this.#transfer.dropUpTo(image.slot)\n',
    replace: '',
    needs: 'a check of how long logs are'
  },
  {
    name: 'a content is fetched anew while it is installed',
    trap: 'T17',
    file: 'src/runtime/snapshot-transfer.ts',
    find: 'await this.#init.onFetched(snapshot, history)',
    replace: 'void this.#init.onFetched(snapshot, history)',
    needs: 'more members that are told twice that they lack what others gave up'
  },
  {
    name: 'a repeated value is an event of its own',
    trap: 'T26',
    file: 'src/group/group.ts',
    find: "if (entry.type !== 'value' || verdict.type !== 'applied') continue",
    replace: "if (entry.type !== 'value') continue",
    needs: 'a leader that appends what it should not'
  },
  {
    name: 'a claim is made with a lease that has ended',
    trap: 'T20',
    file: 'src/state/turns.ts',
    find: "  if (!state.hasLease(lease)) return { type: 'refused', reason: 'lease-ended' }\n",
    replace: '',
    needs: 'processes that pause until their lease has ended, claim a lock with it and then crash'
  },
  {
    name: 'news is told once, whoever heard it',
    trap: 'T40',
    file: 'src/core/quiescence.ts',
    find: 'return !this.#haveAnswered(this.#newsRound)',
    replace: 'return round === this.#newsRound',
    needs: 'news that is lost while nothing else is sent'
  },
  {
    name: 'a peer does not say that it stopped a replica',
    trap: 'T23',
    file: 'src/runtime/probes.ts',
    find: '  onStopped(): void {\n',
    replace: '  onStopped(): void {\n    if (this.#round >= 0) return\n',
    needs: 'replicas that halt while their groups rest, and nobody calls'
  }
]
