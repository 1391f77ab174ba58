import type { Mutant } from './mutant.js'

/** What keeps a group from going on. */
export const livenessMutants: readonly Mutant[] = [
  {
    name: 'a proposal that was lost is not sent again',
    trap: 'T40',
    file: 'src/core/origin.ts',
    find: '      this.#resend(route, this.#sent.oldest, 1)\n',
    replace: '',
    expects: ['everything finishes'],
    seed: 187
  },
  {
    name: 'a read request that was lost is not sent again',
    trap: 'T40',
    file: 'src/core/reads.ts',
    find: 'if (request.rounds < this.#retryRounds) continue',
    replace: 'if (request.tickets.length > 0) continue',
    expects: ['everything finishes'],
    seed: 37
  },
  {
    name: 'a replica whose disk hangs goes on voting and leading',
    trap: 'T21',
    file: 'src/core/election.ts',
    find: 'return isVoter && !stalled',
    replace: 'return isVoter',
    expects: ['everything finishes'],
    seed: 57
  },
  {
    name: 'who is happy with a leader makes others happy with it',
    trap: 'T23',
    file: 'src/core/election.ts',
    find: 'if (ballot === undefined || peer === undefined || !this.#neighbours.answers(peer)) return false',
    replace: `for (const { reply } of this.#neighbours.reachable()) if (reply.happy) return true
    if (ballot === undefined || peer === undefined || !this.#neighbours.answers(peer)) return false`,
    expects: ['everything finishes'],
    seed: 1
  },
  {
    name: 'a leader leaves a voter stuck on a higher promise',
    trap: 'T39',
    file: 'src/core/election.ts',
    find: 'if (this.#stuckRounds > stuckRoundsMax) {',
    replace: 'if (this.#stuckRounds === Number.POSITIVE_INFINITY) {',
    expects: ['everything finishes'],
    seed: 69
  },
  {
    name: 'an equal ballot is not answered again',
    trap: 'T40',
    file: 'src/core/acceptor.ts',
    find: 'if (!this.#promise(from, message.ballot)) return\n    this.#answerWithState',
    replace: `if (sameBallot(this.#context.state.promisedBallot, message.ballot)) return
    if (!this.#promise(from, message.ballot)) return
    this.#answerWithState`,
    expects: ['everything finishes'],
    seed: 43
  },
  {
    name: 'a leader asks no voter that missed its candidature',
    trap: 'T40',
    file: 'src/core/leader.ts',
    find: 'if (progress.streaming) continue',
    replace: 'if (progress.streaming || progress.acceptedSlot === 0) continue',
    expects: ['everything finishes'],
    seed: 18
  },
  {
    name: 'an accept that was lost is not sent again',
    trap: 'T40',
    file: 'src/core/leader.ts',
    find: '        progress.stuckRounds = 0\n        progress.streaming = false\n',
    replace: '        progress.stuckRounds = 0\n',
    expects: ['everything finishes'],
    seed: 53
  },
  {
    name: 'who rests does not listen to news',
    trap: 'T23',
    file: 'src/core/quiescence.ts',
    find: "return message.type === 'heartbeat' ? message.news : message.type !== 'heartbeat-reply'",
    replace: "return message.type !== 'heartbeat' && message.type !== 'heartbeat-reply'",
    expects: ['everything finishes'],
    seed: 119
  },
  {
    name: 'a doubt wakes nobody',
    trap: 'T23',
    file: 'src/core/quiescence.ts',
    find: 'return !input.holds',
    replace: 'return false',
    expects: ['everything finishes'],
    seed: 23
  },
  {
    name: 'a peer that is silent is not doubted',
    trap: 'T23',
    file: 'src/runtime/probes.ts',
    find: 'if (!slept) peer.silentIntervals += 1',
    replace: '',
    expects: ['everything finishes'],
    seed: 23
  }
]
