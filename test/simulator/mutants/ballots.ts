import type { Mutant } from './mutant.js'

/** Whose votes count, in which ballot, and which log is adopted. */
export const ballotMutants: readonly Mutant[] = [
  {
    name: 'a late promise of an earlier candidature is counted',
    trap: 'T4',
    file: 'src/core/candidate.ts',
    find: 'if (!sameBallot(message.ballot, this.ballot)) return',
    replace: 'if (message.ballot.incarnation !== this.ballot.incarnation) return',
    expects: ['nothing chosen is cut', 'a ballot leads once', 'one entry per slot'],
    seed: 6
  },
  {
    name: 'a candidature goes on after another ballot was promised',
    trap: 'T4',
    file: 'src/core/proposer.ts',
    find: 'if (this.ballot !== undefined && !sameBallot(this.ballot, ballot)) {',
    replace:
      "if (this.#role.phase === 'leader' && !sameBallot(this.#role.leader.ballot, ballot)) {",
    expects: ['only a broken disk halts'],
    seed: 8
  },
  {
    name: 'entries that were accepted in the adopted ballot count for the new one',
    trap: 'T9',
    file: 'src/core/leader.ts',
    find: 'const firstSlot = Math.max(agreedSlot, report.chosenSlotMax) + 1',
    replace: `progress.acceptedSlot = agreedSlot
    const firstSlot = Math.max(agreedSlot, report.chosenSlotMax) + 1`,
    expects: ['learned is chosen'],
    seed: 3
  },
  {
    name: 'ballots of one round are the same ballot',
    trap: 'T10',
    file: 'src/core/ballot.ts',
    find: `if (a.incarnation === b.incarnation) return 0
  return a.incarnation < b.incarnation ? -1 : 1`,
    replace: 'return 0',
    expects: ['only a broken disk halts', 'one log per ballot'],
    seed: 2
  },
  {
    name: 'a message of the very ballot that is promised is refused',
    trap: 'T10',
    file: 'src/core/acceptor.ts',
    find: 'if (order < 0) {',
    replace: 'if (order <= 0) {',
    expects: ['everything finishes'],
    seed: 1
  },
  {
    name: 'a gap of one slot is overlooked',
    trap: 'T10',
    file: 'src/core/acceptor.ts',
    find: 'if (message.firstSlot > state.lastSlot + 1) {',
    replace: 'if (message.firstSlot > state.lastSlot + 2) {',
    expects: ['one log per ballot', 'learned is chosen'],
    seed: 5
  },
  {
    name: 'a longer log of the same ballot is not adopted',
    trap: 'T11',
    file: 'src/core/candidate.ts',
    find: 'if (order > 0 || (order === 0 && promise.lastSlot > bestLastSlot)) {',
    replace: 'if (order > 0) {',
    expects: ['nothing chosen is cut', 'one entry per slot'],
    seed: 3
  },
  {
    name: 'what a voter has beyond the adopted end is left standing',
    trap: 'T11',
    file: 'src/core/leader.ts',
    find: 'Math.min(report.lastSlot, this.adoptedEnd)',
    replace: 'report.lastSlot',
    expects: ['one log per ballot', 'learned is chosen'],
    seed: 1
  },
  {
    name: 'the log of a voter is trusted whatever its ballot',
    trap: 'T11',
    file: 'src/core/leader.ts',
    find: 'agrees ? Math.min(report.lastSlot, this.adoptedEnd) : 0',
    replace: 'Math.min(report.lastSlot, this.adoptedEnd)',
    expects: ['learned is chosen', 'one log per ballot'],
    seed: 13
  },
  {
    name: 'a synchronisation replaces chosen entries, too',
    trap: 'T11',
    file: 'src/core/acceptor.ts',
    find: 'const firstSlot = Math.max(message.firstSlot, state.chosenSlotMax + 1)',
    replace: 'const { firstSlot } = message',
    expects: ['only a broken disk halts'],
    seed: 6
  },
  {
    name: 'a candidate counts its own promise twice',
    trap: 'T42',
    file: 'src/core/candidate.ts',
    find: 'if (this.promises.size + 1 < configuration.quorum.prepare)',
    replace: 'if (this.promises.size + 1 < configuration.quorum.prepare - 1)',
    expects: ['a ballot leads once'],
    seed: 2
  },
  {
    name: 'a leader counts its own log twice',
    trap: 'T42',
    file: 'src/core/leader.ts',
    find: 'const slots = [state.durableSlot(this.ballot)]',
    replace: 'const slots = Array<number>(2).fill(state.durableSlot(this.ballot))',
    expects: ['learned is chosen'],
    seed: 1
  },
  {
    name: 'a majority chooses, whatever the quorums are',
    trap: 'T42',
    file: 'src/core/leader.ts',
    find: 'slots[configuration.quorum.accept - 1]',
    replace: 'slots[Math.floor(slots.length / 2)]',
    expects: ['learned is chosen'],
    seed: 10
  },
  {
    name: 'an acceptance of an earlier ballot is counted',
    trap: 'T9',
    file: 'src/core/leader.ts',
    find: `if (progress === undefined || !sameBallot(message.ballot, this.ballot)) return
    if (message`,
    replace: `if (progress === undefined) return
    if (message`,
    expects: ['learned is chosen'],
    seed: 282
  },
  {
    name: 'an accept is taken in a ballot that is merely promised',
    trap: 'T10',
    file: 'src/core/acceptor.ts',
    find: `if (this.#context.state.synced) this.#append(from, message)
    else this.report(from)`,
    replace: 'this.#append(from, message)',
    expects: ['learned is chosen', 'one log per ballot'],
    seed: 112
  },
  {
    name: 'the longest log is adopted, whatever its ballot',
    trap: 'T11',
    file: 'src/core/candidate.ts',
    find: 'if (order > 0 || (order === 0 && promise.lastSlot > bestLastSlot)) {',
    replace: 'if (promise.lastSlot > bestLastSlot) {',
    expects: ['nothing chosen is cut', 'learned is chosen'],
    seed: 172
  },
  {
    name: 'a leader is happy with too few to choose',
    trap: 'T42',
    file: 'src/core/election.ts',
    find: 'return this.#canVote() && this.#reachableVoters().eligible >= accept',
    replace: `const majority = this.#context.configuration.voters.length / 2
      return this.#canVote() && this.#reachableVoters().eligible >= Math.min(accept, majority)`,
    expects: ['everything finishes'],
    seed: 160
  },
  {
    name: 'own unchosen entries are kept below the adopted ones',
    trap: 'T11',
    file: 'src/core/candidate.ts',
    find: 'if (order > 0) return state.chosenSlotMax + 1',
    replace: 'if (order > 0) return state.lastSlot + 1',
    expects: ['learned is chosen'],
    seed: 21
  }
]
