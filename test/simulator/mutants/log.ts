import type { Mutant } from './mutant.js'

/** How a log grows, is brought onto another one, and is known to be chosen. */
export const logMutants: readonly Mutant[] = [
  {
    name: 'an old synchronisation cuts the log of its own ballot',
    trap: 'T31',
    file: 'src/core/acceptor.ts',
    find: 'if (sameBallot(state.acceptedBallot, message.ballot)) {',
    replace:
      'if (sameBallot(state.acceptedBallot, message.ballot) && message.entries.length === 0) {',
    expects: ['only a broken disk halts'],
    seed: 28
  },
  {
    name: 'an overlap is appended again',
    trap: 'T31',
    file: 'src/core/acceptor.ts',
    find: 'const entries = known === 0 ? message.entries : message.entries.slice(known)',
    replace: 'const { entries } = message',
    expects: ['one log per ballot', 'learned is chosen'],
    seed: 28
  },
  {
    name: 'a voter is synchronised by the first part of the log',
    trap: 'T32',
    file: 'src/core/acceptor.ts',
    find: 'const entries = message.entries.slice(firstSlot - message.firstSlot)',
    replace: `const start = firstSlot - message.firstSlot
    const entries = message.entries.slice(start, start + 4)`,
    expects: ['nothing chosen is cut', 'one log per ballot'],
    seed: 21
  },
  {
    name: 'catch-up cuts what is above equal entries',
    trap: 'T33',
    file: 'src/core/state.ts',
    find: 'if (kept < entries.length) this.#replaceFrom',
    replace: 'this.#replaceFrom',
    expects: ['nothing chosen is cut', 'one log per ballot'],
    seed: 3
  },
  {
    name: 'catch-up raises no promise',
    trap: 'T33',
    file: 'src/core/catch-up.ts',
    find: `if (compareBallots(message.ballot, state.promisedBallot) > 0) {
      state.promise(message.ballot)
      this.#listener.onPromised(message.ballot)
    }
`,
    replace: '',
    expects: ['one log per ballot'],
    seed: 15
  },
  {
    name: 'catch-up sends entries that are not known to be chosen',
    trap: 'T33',
    file: 'src/core/catch-up.ts',
    find: 'this.#lastSlotWith(firstSlot),\n      log.fit(firstSlot, chunkBytesMax, chunkEntriesMax)',
    replace: 'log.fit(firstSlot, chunkBytesMax, chunkEntriesMax)',
    expects: ['only a broken disk halts', 'learned is chosen'],
    seed: 2
  },
  {
    name: 'the watermark in a heartbeat is believed of the own log',
    trap: 'T35',
    file: 'src/core/election.ts',
    find: 'this.#hearOfLeader(from, reply)',
    replace: `const { state } = this.#context
    state.learn(Math.min(message.chosenSlotMax, state.lastSlot), state.acceptedBallot)
    this.#hearOfLeader(from, reply)`,
    expects: ['learned is chosen'],
    seed: 15
  },
  {
    name: 'catch-up names the ballot that its sender accepted last',
    trap: 'T33',
    file: 'src/core/catch-up.ts',
    find: '?.ballot ?? state.chosenBallot,',
    replace: '?.ballot ?? state.acceptedBallot,',
    expects: ['one log per ballot'],
    seed: 488
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
    expects: ['learned is chosen'],
    seed: 225
  }
]
