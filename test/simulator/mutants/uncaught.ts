import type { Patch } from './mutant.js'

/** A mutant that the simulator does not catch in time. */
export interface UncaughtMutant extends Patch {
  /** What of the simulator would have to be stronger. */
  readonly needs: string
}

/** Bugs that drawn plans reach too seldom: where the simulator is to become stronger. */
export const uncaughtMutants: readonly UncaughtMutant[] = [
  {
    name: 'an acceptance of an earlier ballot is counted',
    trap: 'T9',
    file: 'src/core/leader.ts',
    find: `if (progress === undefined || !sameBallot(message.ballot, this.ballot)) return
    if (message`,
    replace: `if (progress === undefined) return
    if (message`,
    needs: 'faults aimed at the leader: cut off whoever leads, and reconnect the one before'
  },
  {
    name: 'an accept is taken in a ballot that is merely promised',
    trap: 'T10',
    file: 'src/core/acceptor.ts',
    find: `if (this.#context.state.synced) this.#append(from, message)
    else this.report(from)`,
    replace: 'this.#append(from, message)',
    needs: 'faults aimed at the leader: cut off whoever leads, and reconnect the one before'
  },
  {
    name: 'the longest log is adopted, whatever its ballot',
    trap: 'T11',
    file: 'src/core/candidate.ts',
    find: 'if (order > 0 || (order === 0 && promise.lastSlot > bestLastSlot)) {',
    replace: 'if (promise.lastSlot > bestLastSlot) {',
    needs: 'faults aimed at the leader: cut off whoever leads, and reconnect the one before'
  },
  {
    name: 'catch-up names the ballot that its sender accepted last',
    trap: 'T33',
    file: 'src/core/catch-up.ts',
    find: 'ballot: state.chosenBallot,',
    replace: 'ballot: state.acceptedBallot,',
    needs: "an old leader's accept that is delayed past the catch-up"
  },
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
    find: 'this.#next < this.#waiting.length && unchosenBytes < unchosenBytesMax',
    replace: 'this.#next < this.#waiting.length',
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
    name: 'a replica whose disk hangs goes on voting and leading',
    trap: 'T21',
    file: 'src/core/election.ts',
    find: 'return isVoter && !stalled',
    replace: 'return isVoter',
    needs: 'a disk that hangs for good while all else is well'
  },
  {
    name: 'who is happy with a leader makes others happy with it',
    trap: 'T23',
    file: 'src/core/election.ts',
    find: 'if (ballot === undefined || peer === undefined || !this.#isReachable(peer)) return false',
    replace: `for (const { reply } of this.reachable()) if (reply.happy) return true
    if (ballot === undefined || peer === undefined || !this.#isReachable(peer)) return false`,
    needs: 'a star of links that stays while all else is well'
  },
  {
    name: 'a leader leaves a voter stuck on a higher promise',
    trap: 'T39',
    file: 'src/core/election.ts',
    find: 'if (this.#stuckRounds > stuckRoundsMax) {',
    replace: 'if (this.#stuckRounds === Number.POSITIVE_INFINITY) {',
    needs: 'loss that stays, with transfers of leadership in it'
  },
  {
    name: 'an equal ballot is not answered again',
    trap: 'T40',
    file: 'src/core/acceptor.ts',
    find: 'if (!this.#promise(from, message.ballot)) return\n    this.#answerWithState',
    replace: `if (sameBallot(this.#context.state.promisedBallot, message.ballot)) return
    if (!this.#promise(from, message.ballot)) return
    this.#answerWithState`,
    needs: 'loss that stays, with transfers of leadership in it'
  },
  {
    name: 'a leader asks no voter that missed its candidature',
    trap: 'T40',
    file: 'src/core/leader.ts',
    find: 'if (progress.streaming) continue',
    replace: 'if (progress.streaming || progress.acceptedSlot === 0) continue',
    needs: 'a check that in the end every voter accepted in the highest ballot'
  },
  {
    name: 'an accept that was lost is not sent again',
    trap: 'T40',
    file: 'src/core/leader.ts',
    find: '        progress.stuckRounds = 0\n        progress.streaming = false\n',
    replace: '        progress.stuckRounds = 0\n',
    needs: 'loss that stays, with transfers of leadership in it'
  },
  {
    name: 'a leader is happy with too few to choose',
    trap: 'T42',
    file: 'src/core/election.ts',
    find: 'return this.#canVote() && this.#reachableVoters().eligible >= accept',
    replace: `const majority = this.#context.configuration.voters.length / 2
      return this.#canVote() && this.#reachableVoters().eligible >= Math.min(accept, majority)`,
    needs: 'peers that stay down while all else is well'
  },
  {
    name: 'own unchosen entries are kept below the adopted ones',
    trap: 'T11',
    file: 'src/core/candidate.ts',
    find: 'if (order > 0) return state.chosenSlotMax + 1',
    replace: 'if (order > 0) return state.lastSlot + 1',
    needs: 'faults aimed at the leader: cut off whoever leads, and reconnect the one before'
  },
  {
    name: 'the watermark of a ballot is believed before its log is there',
    trap: 'T35',
    file: 'src/core/acceptor.ts',
    find: 'else this.report(from)',
    replace: `else {
      this.#heard(message)
      this.report(from)
    }`,
    needs: 'faults aimed at the leader: cut off whoever leads, and reconnect the one before'
  }
]
