import type { Mutant } from './mutant.js'

/** What is said before the disk knows it, and what the disk knows but a restart forgets. */
export const durabilityMutants: readonly Mutant[] = [
  {
    name: 'an acceptance leaves before it is durable',
    trap: 'T1',
    file: 'src/core/acceptor.ts',
    find: "out.sendWhenDurable(from, { type: 'accepted',",
    replace: "out.send(from, { type: 'accepted',",
    expects: ['durable before said'],
    seed: 1
  },
  {
    name: 'a promise leaves before it is durable',
    trap: 'T1',
    file: 'src/core/acceptor.ts',
    find: "out.sendWhenDurable(to, {\n      type: 'promise',",
    replace: "out.send(to, {\n      type: 'promise',",
    expects: ['durable before said'],
    seed: 1
  },
  {
    name: 'the runtime sends at once what waits for the disk',
    trap: 'T1',
    file: 'src/runtime/machine-loop.ts',
    find: 'this.#waiting.push(effects.afterDurable)',
    replace: 'this.#released.push(...effects.afterDurable.messages)',
    expects: ['durable before said'],
    seed: 1
  },
  {
    name: 'the runtime takes a batch that failed for a durable one',
    trap: 'T1',
    file: 'src/runtime/machine-loop.ts',
    find: 'error => this.#fail(error)\n    )',
    replace: '() => this.#onDurable(batchId)\n    )',
    expects: ['durable before said', 'learned is chosen'],
    seed: 8
  },
  {
    name: 'a leader counts its own log before it is durable',
    trap: 'T1',
    file: 'src/core/leader.ts',
    find: 'const slots = [state.durableSlot(this.ballot)]',
    replace: 'const slots = [state.lastSlot]',
    expects: ['learned is chosen'],
    seed: 2
  },
  {
    name: 'an acknowledgement is repeated beyond what is durable',
    trap: 'T2',
    file: 'src/core/acceptor.ts',
    find: 'const lastSlot = state.durableSlot(message.ballot)',
    replace: 'const { lastSlot } = state',
    expects: ['durable before said'],
    seed: 6
  },
  {
    name: 'a step without a batch of its own waits for no earlier one',
    trap: 'T2',
    file: 'src/core/replica.ts',
    find: 'const mustWait = !this.#state.isDurable(this.#state.batchId)',
    replace: 'const mustWait = persist !== undefined',
    expects: ['learned is chosen', 'durable before said'],
    seed: 2
  },
  {
    name: 'a finished flush releases what waits for later ones',
    trap: 'T2',
    file: 'src/runtime/machine-loop.ts',
    find: 'while (this.#waiting[0] !== undefined && this.#waiting[0].batchId <= batchId) {',
    replace: 'while (this.#waiting.length > 0) {',
    expects: ['durable before said'],
    seed: 1
  },
  {
    name: 'a prepare leaves before the own promise is durable',
    trap: 'T3',
    file: 'src/core/candidate.ts',
    find: 'out.sendWhenDurable(voter.peerId, {',
    replace: 'out.send(voter.peerId, {',
    expects: ['durable before said'],
    seed: 1
  },
  {
    name: 'a restart forgets what was promised but not accepted',
    trap: 'T3',
    file: 'src/core/state.ts',
    find: 'this.#promisedBallot = recovered.promisedBallot',
    replace: 'this.#promisedBallot = recovered.acceptedBallot',
    expects: ['a ballot leads once', 'ballots never regress'],
    seed: 62
  },
  {
    name: 'a restart enters the first epoch again',
    trap: 'T3',
    file: 'src/runtime/replica-runtime.ts',
    find: 'found.genesis.chosen ? found : emptyLog(',
    replace: 'emptyLog(',
    expects: ['ballots never regress'],
    seed: 5
  },
  {
    name: 'ballots and log are written in two batches',
    trap: 'T5',
    file: 'src/runtime/machine-loop.ts',
    find: 'this.#init.store.append(batch).then(',
    replace: `const { log, chosen, ...ballots } = batch
    const parts = log === undefined ? [batch] : [ballots, { ...(chosen && { chosen }), log }]
    Promise.all(parts.map(part => this.#init.store.append(part))).then(`,
    expects: ['one log per ballot'],
    seed: 1
  },
  {
    name: 'a write of an older ballot counts for the newer one',
    trap: 'T6',
    file: 'src/core/state.ts',
    find: 'this.#durableBallot = done.ballot',
    replace: 'this.#durableBallot = this.#acceptedBallot',
    expects: ['durable before said', 'learned is chosen'],
    seed: 171
  },
  {
    name: 'a write counts although its slot was rewritten meanwhile',
    trap: 'T6',
    file: 'src/core/state.ts',
    find: '    return sameBallot(ballot, this.#durableBallot) ? this.#durableSlot : 0',
    replace: '    return this.#durableSlot',
    expects: ['durable before said', 'learned is chosen'],
    seed: 65
  },
  {
    name: 'a peer that lost its store votes in the place of its former life',
    trap: 'T7',
    file: 'src/core/context.ts',
    find: 'voter => voter.peerId === peerId && voter.incarnation === incarnation',
    replace: 'voter => voter.peerId === peerId',
    expects: ['only voters vote'],
    seed: 4
  }
]
