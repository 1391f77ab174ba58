import type { Mutant } from './mutant.js'

/** What keeps a group from going on. */
export const livenessMutants: readonly Mutant[] = [
  {
    name: 'a proposal that was lost is not sent again',
    trap: 'T40',
    file: 'src/core/origin.ts',
    find: '      this.#resend(route, this.#firstSequence, 1)\n',
    replace: '',
    expects: ['everything finishes'],
    seed: 2
  },
  {
    name: 'a read request that was lost is not sent again',
    trap: 'T40',
    file: 'src/core/reads.ts',
    find: 'if (request.rounds < this.#retryRounds) continue',
    replace: 'if (request.tickets.length > 0) continue',
    expects: ['everything finishes'],
    seed: 2
  }
]
