import type { Mutant } from './mutant.js'

/** What keeps a group from going on. */
export const livenessMutants: readonly Mutant[] = [
  {
    name: 'a replica whose disk hangs goes on voting and leading',
    trap: 'T21',
    file: 'src/core/election.ts',
    find: 'return isVoter && !stalled',
    replace: 'return isVoter',
    expects: ['everything finishes']
  },
  {
    name: 'who is happy with a leader makes others happy with it',
    trap: 'T23',
    file: 'src/core/election.ts',
    find: 'if (ballot === undefined || peer === undefined || !this.#isReachable(peer)) return false',
    replace: `for (const { reply } of this.reachable()) if (reply.happy) return true
    if (ballot === undefined || peer === undefined || !this.#isReachable(peer)) return false`,
    expects: ['everything finishes']
  },
  {
    name: 'a leader leaves a voter stuck on a higher promise',
    trap: 'T39',
    file: 'src/core/election.ts',
    find: 'if (this.#stuckRounds > stuckRoundsMax) {',
    replace: 'if (this.#stuckRounds === Number.POSITIVE_INFINITY) {',
    expects: ['everything finishes']
  },
  {
    name: 'an equal ballot is not answered again',
    trap: 'T40',
    file: 'src/core/acceptor.ts',
    find: 'if (!this.#promise(from, message.ballot)) return\n    this.#answerWithState',
    replace: `if (sameBallot(this.#context.state.promisedBallot, message.ballot)) return
    if (!this.#promise(from, message.ballot)) return
    this.#answerWithState`,
    expects: ['everything finishes']
  },
  {
    name: 'a leader asks no voter that missed its candidature',
    trap: 'T40',
    file: 'src/core/leader.ts',
    find: 'if (progress.streaming) continue',
    replace: 'if (progress.streaming || progress.acceptedSlot === 0) continue',
    expects: ['everything finishes']
  },
  {
    name: 'an accept that was lost is not sent again',
    trap: 'T40',
    file: 'src/core/leader.ts',
    find: 'else this.#resume(progress, progress.acceptedSlot)\n      }',
    replace: '}',
    expects: ['everything finishes']
  },
  {
    name: 'a proposal that was lost is not sent again',
    trap: 'T40',
    file: 'src/core/origin.ts',
    find: '      this.#resend(route, this.#firstSequence, 1)\n',
    replace: '',
    expects: ['everything finishes']
  },
  {
    name: 'a read request that was lost is not sent again',
    trap: 'T40',
    file: 'src/core/reads.ts',
    find: 'if (request.rounds < retryRounds) continue',
    replace: 'if (request.tickets.length > 0) continue',
    expects: ['everything finishes']
  },
  {
    name: 'a leader is happy with too few to choose',
    trap: 'T42',
    file: 'src/core/election.ts',
    find: 'return this.#canVote() && this.#reachableVoters().eligible >= accept',
    replace: `const majority = this.#context.configuration.voters.length / 2
      return this.#canVote() && this.#reachableVoters().eligible >= Math.min(accept, majority)`,
    expects: ['everything finishes']
  }
]
