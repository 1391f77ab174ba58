import type { Mutant } from './mutant.js'

/** What proposers and readers are told. */
export const callMutants: readonly Mutant[] = [
  {
    name: 'an abandoned proposal that left is called withdrawn',
    trap: 'T12',
    file: 'src/core/origin.ts',
    find: "out.settled.push({ type: 'sent', ticket })",
    replace: "out.settled.push({ type: 'withdrawn', ticket })",
    expects: ['settled is true'],
    seed: 2
  },
  {
    name: 'a proposal is settled by its sequence alone',
    trap: 'T12',
    file: 'src/core/origin.ts',
    find: 'if (entry.session !== this.#session || entry.sequence !== this.#sent.oldest) return',
    replace: 'if (entry.sequence !== this.#sent.oldest) return',
    expects: ['settled is true'],
    seed: 2
  },
  {
    name: 'a repeated key settles with its own slot',
    trap: 'T12',
    file: 'src/core/origin.ts',
    find: "if (verdict.type === 'repeat') return { type: 'chosen', ticket, slot: verdict.firstSlot }\n",
    replace: '',
    expects: ['settled is true'],
    seed: 6
  },
  {
    name: 'a read is served without a round',
    trap: 'T19',
    file: 'src/core/confirm-rounds.ts',
    find: 'if (round === undefined || round.confirmed.size + 1 < configuration.quorum.accept) return',
    replace: 'if (round === undefined) return',
    expects: ['reads are current'],
    seed: 110
  },
  {
    name: 'a read joins a round that has begun',
    trap: 'T19',
    file: 'src/core/confirm-rounds.ts',
    find: 'this.#waiting.push(request)',
    replace: `const round = this.#round
    if (round === undefined) this.#waiting.push(request)
    else this.#round = { ...round, requests: [...round.requests, request] }`,
    expects: ['reads are current'],
    seed: 75
  },
  {
    name: 'a voter confirms a ballot below its promise',
    trap: 'T19',
    file: 'src/core/acceptor.ts',
    find: 'if (!sameBallot(state.promisedBallot, message.ballot)) return',
    replace: 'if (compareBallots(state.promisedBallot, message.ballot) < 0) return',
    expects: ['reads are current'],
    seed: 1
  },
  {
    name: 'a read is served before its slot is learned',
    trap: 'T19',
    file: 'src/core/reads.ts',
    find: '      if (slot > state.chosenSlotMax) return true\n',
    replace: '',
    expects: ['reads are current'],
    seed: 5
  },
  {
    name: 'a new leader serves reads before its adopted log is chosen',
    trap: 'T34',
    file: 'src/core/confirm-rounds.ts',
    find: '    if (!this.#leadership.mayServeReads) return\n',
    replace: '',
    expects: ['reads are current'],
    seed: 15
  },
  {
    name: 'what the store brought back is handed out again',
    trap: 'T26',
    file: 'src/core/learner.ts',
    find: 'const chosen = this.#chosen\n    this.#chosen = []\n    return chosen',
    replace: 'return this.#chosen',
    expects: ['learned in order'],
    seed: 1
  },
  {
    name: 'a sequence beyond the next one is taken',
    trap: 'T27',
    file: 'src/core/sessions.ts',
    find: 'if (proposal.sequence > session.nextSequence) {',
    replace: 'if (proposal.sequence > session.nextSequence + 1) {',
    expects: ['sessions in order, each once'],
    seed: 5
  },
  {
    name: 'a duplicate is taken for the next one',
    trap: 'T27',
    file: 'src/core/sessions.ts',
    find: 'if (proposal.sequence < session.nextSequence) return',
    replace: 'if (proposal.sequence < session.nextSequence - 1) return',
    expects: ['sessions in order, each once'],
    seed: 1
  },
  {
    name: 'a restarted replica takes up its old session without its sequence',
    trap: 'T27',
    file: 'src/runtime/replica-runtime.ts',
    find: 'nonce: randomness.uint64(),',
    replace: 'nonce: this.incarnation,',
    expects: ['everything finishes'],
    seed: 5
  },
  {
    name: 'an aborted proposal leaves a gap in its session',
    trap: 'T41',
    file: 'src/core/origin.ts',
    find: 'for (const [next, { payload }] of this.#sent.from(sequence)) {',
    replace: `for (const [next, { payload }] of this.#sent.from(sequence)) {
      if (payload === undefined) continue`,
    expects: ['everything finishes'],
    seed: 43
  }
]
