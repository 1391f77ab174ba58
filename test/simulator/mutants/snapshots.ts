import type { Mutant } from './mutant.js'

/** Bugs around what stands for a part of the log that is given up. */
export const snapshotMutants: readonly Mutant[] = [
  {
    name: 'a snapshot does not say which keys were used',
    trap: 'T18',
    file: 'src/core/sessions.ts',
    find: 'for (const use of keys) this.#keys.set(usedKey(use.origin, use.key), use)',
    replace: 'void keys',
    expects: ['sessions in order, each once', 'one state per slot', 'learned in order'],
    seed: 10
  },
  {
    name: 'a snapshot does not say what was decided',
    trap: 'T18',
    file: 'src/core/sessions.ts',
    find: 'for (const { name, ...decision } of decisions) this.#decisions.set(name, decision)',
    replace: 'void decisions',
    expects: ['sessions in order, each once', 'one state per slot', 'settled is true'],
    seed: 4
  },
  {
    name: 'a snapshot does not say what became of proposals whose origin does not know',
    trap: 'T18',
    file: 'src/core/sessions.ts',
    find: 'return { id, ...session, outcomes: [...outcomes] }',
    replace: 'return { id, ...session, outcomes: [] }',
    expects: ['settled is true', 'everything finishes'],
    seed: 16
  },
  {
    name: 'a snapshot takes the time of the log back',
    trap: 'T18',
    file: 'src/core/sessions.ts',
    find: '    this.#lastSlot = slot\n    this.#logTimeMs = logTimeMs\n',
    replace: '    this.#lastSlot = slot\n    this.#logTimeMs = Math.min(logTimeMs, 0)\n',
    expects: ['log time never runs back', 'one state per slot'],
    seed: 33
  },
  {
    name: 'whoever installs a snapshot does not look for what it had proposed',
    trap: 'T16',
    file: 'src/core/learner.ts',
    find: '    this.#origin.onJump(this.#sessions)\n',
    replace: '',
    expects: ['everything finishes'],
    seed: 16
  },
  {
    name: 'a snapshot takes the place of everything that was accepted',
    trap: 'T16',
    file: 'src/core/state.ts',
    find: '    if (slot >= this.log.lastSlot) this.#changedFrom = slot + 1\n',
    replace:
      '    this.#cut(Math.max(this.log.firstSlot - 1, slot))\n    if (slot >= this.log.lastSlot) this.#changedFrom = slot + 1\n',
    expects: ['one entry per slot', 'nothing chosen is cut', 'one log per ballot'],
    seed: 57
  },
  {
    name: 'a snapshot of a slot is taken before that is applied',
    trap: 'T16',
    file: 'src/runtime/deliveries.ts',
    find: '      this.#tellChosen(chosen.slice(start, i + 1))\n      this.#add(() => this.#init.snapshots.onDue(image.ballot, image.log))\n',
    replace:
      '      this.#add(() => this.#init.snapshots.onDue(image.ballot, image.log))\n      this.#tellChosen(chosen.slice(start, i + 1))\n',
    expects: ['learned in order', 'one state per slot', 'settled is true'],
    seed: 4
  },
  {
    name: 'values are applied while the machine is restored',
    trap: 'T16',
    file: 'src/runtime/deliveries.ts',
    find: '    if (this.#waiting === undefined) {\n      tell()\n      return\n    }\n',
    replace: '    tell()\n    if (bytes >= 0) return\n',
    expects: ['learned in order', 'one state per slot', 'settled is true'],
    seed: 16
  },
  {
    name: 'a snapshot is named before its content is durable',
    trap: 'T16',
    file: 'src/runtime/snapshot-content.ts',
    find: 'await Promise.all([hash.add(part), stage.write(part)])',
    replace: 'stage.write(part).catch(() => undefined)',
    expects: ['only a broken disk halts', 'everything finishes'],
    seed: 175
  },
  {
    name: 'old contents are deleted before the new snapshot is named durably',
    trap: 'T16',
    file: 'src/runtime/replica-runtime.ts',
    find: '    await this.#init.store.append(batch)\n    this.#snapshots?.onDurable(batch)\n',
    replace: '    this.#snapshots?.onDurable(batch)\n    await this.#init.store.append(batch)\n',
    expects: ['only a broken disk halts', 'everything finishes'],
    seed: 247
  },
  {
    name: 'what was loaded for a learner and lost is not loaded again',
    trap: 'T17',
    file: 'src/core/learners.ts',
    find: 'const isOwed = known.loading || chosenSlotMax < known.sentSlot',
    replace: 'const isOwed = chosenSlotMax < known.sentSlot',
    expects: ['everything finishes'],
    seed: 435
  },
  {
    name: 'an answer goes straight to who asked',
    trap: 'T23',
    file: 'src/core/answer.ts',
    find: 'out.send(via.at(-1) ?? origin,',
    replace: 'out.send(origin,',
    expects: ['everything finishes'],
    seed: 42
  }
]
