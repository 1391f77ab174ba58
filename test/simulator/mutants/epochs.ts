import type { Mutant } from './mutant.js'

/** Where one epoch ends, and what of it must not reach into the next one. */
export const epochMutants: readonly Mutant[] = [
  {
    name: 'a leader appends after a stop entry',
    trap: 'T37',
    file: 'src/core/backlog.ts',
    find: 'this.#sessions.epoch === this.#epoch',
    replace: 'true',
    expects: ['nothing follows a stop'],
    seed: 3
  },
  {
    name: 'an epoch begins on a stop entry that names another one',
    trap: 'T13',
    file: 'src/core/sessions.ts',
    find: 'if (nextEpoch !== this.#epoch + 1) return',
    replace: 'if (nextEpoch <= this.#epoch - 1) return',
    expects: ['sessions in order, each once'],
    seed: 15
  },
  {
    name: 'what was accepted in an epoch goes on being acknowledged after it',
    trap: 'T36',
    file: 'src/core/replica.ts',
    find: '    this.#context.out.withdraw()\n',
    replace: '',
    expects: ['durable before said'],
    seed: 184
  },
  {
    name: 'the votes of an epoch are those of the first one',
    trap: 'T13',
    file: 'src/core/replica.ts',
    find: 'Object.assign(this.#context, underConfiguration(configuration, self))',
    replace:
      'Object.assign(this.#context, underConfiguration(configuration, self), { configuration: { ...this.#context.configuration, epoch: configuration.epoch } })',
    expects: ['everything finishes', 'a ballot leads once', 'learned is chosen'],
    seed: 3
  },
  {
    name: 'an epoch is entered without its batch',
    trap: 'T14',
    file: 'src/core/state.ts',
    find: 'if (this.#epochEntry !== undefined) batch.epoch = this.#epochEntry',
    replace: '',
    expects: ['nothing chosen is cut', 'everything finishes', 'ballots never regress'],
    seed: 8
  },
  {
    name: 'catch-up goes beyond the end of an epoch',
    trap: 'T14',
    file: 'src/core/catch-up.ts',
    find: 'epochs.endedWith(firstSlot)?.stopSlot ?? state.chosenSlotMax',
    replace: 'state.chosenSlotMax',
    expects: ['nothing follows a stop'],
    seed: 8
  }
]
