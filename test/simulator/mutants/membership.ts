import type { Mutant } from './mutant.js'

/** Bugs around those who learn, join, come back with an empty disk, and are made voters. */
export const membershipMutants: readonly Mutant[] = [
  {
    name: 'a learner says that it has what is not durable',
    trap: 'T15',
    file: 'src/core/source.ts',
    find: 'this.#context.out.sendWhenDurable(this.#peerId, {',
    replace: 'this.#context.out.send(this.#peerId, {',
    expects: ['durable before said'],
    seed: 2
  },
  {
    name: 'whoever lost its disk votes on',
    trap: 'T7',
    file: 'src/core/context.ts',
    find: 'voter => voter.peerId === peerId && voter.incarnation === incarnation',
    replace: 'voter => voter.peerId === peerId && incarnation !== 0n',
    expects: ['only voters vote'],
    seed: 4
  },
  {
    name: 'of several epochs that end at once only the last one is kept',
    trap: 'T14',
    file: 'src/core/state.ts',
    find: '{ ended: [...(this.#epochEntry?.ended ?? []), ended], configuration }',
    replace: '{ ended: [ended], configuration }',
    expects: ['nothing follows a stop'],
    seed: 25
  },
  {
    name: 'a joiner forgets what group it is in',
    trap: 'T38',
    file: 'src/runtime/peer-runtime.ts',
    find: '    await store.append(batch)\n',
    replace: '',
    expects: ['ballots never regress', 'durable is kept'],
    seed: 56
  },
  {
    name: 'a fork leaves out what its maker did not know to be chosen',
    trap: 'T11',
    file: 'src/runtime/fork.ts',
    find: '    chosen: { slotMax: lastSlot, ballot }\n',
    replace: '    chosen: { slotMax: from.recovered.chosenSlotMax, ballot }\n',
    expects: ['nothing chosen is cut'],
    seed: 21
  },
  {
    name: 'a fork forgets the values that its maker held under a key',
    trap: 'T18',
    file: 'src/runtime/fork.ts',
    find: "  if (entry.type !== 'stop') return entry\n",
    replace: "  if (entry.type !== 'value' || entry.key === undefined) return entry\n",
    expects: ['learned is chosen'],
    seed: 21
  }
]
