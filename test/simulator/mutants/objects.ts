import type { Mutant } from './mutant.js'

/** Bugs in the objects of a group, in the group's time, and in what is told of objects. */
export const objectMutants: readonly Mutant[] = [
  {
    name: 'a lease ends long after its time',
    trap: 'T20',
    file: 'src/state/leases.ts',
    find: "if (row.type !== 'lease' || row.expiresAtMs > logTimeMs) continue",
    replace: "if (row.type !== 'lease' || row.expiresAtMs + 100 * row.ttlMs > logTimeMs) continue",
    expects: ['everything finishes'],
    seed: 29
  },
  {
    name: 'a lease that is kept alive ends all the same',
    trap: 'T20',
    file: 'src/state/leases.ts',
    find: '    table.set(leaseKey(lease), { ...row, expiresAtMs })\n',
    replace: '',
    expects: ['a lease lasts, and ends'],
    seed: 6
  },
  {
    name: 'a lock is passed on with the token it had',
    trap: 'T20',
    file: 'src/state/turns.ts',
    find: '    state.token += 1\n',
    replace: '    state.token = Math.max(state.token, 1)\n',
    expects: ['one holder at a time'],
    seed: 3
  },
  {
    name: 'a lock that is given up is passed on to nobody',
    trap: 'T20',
    file: 'src/state/turns.ts',
    find: '  if (row.token > 0) passOn(state, kind, name)\n',
    replace: '',
    expects: ['everything finishes'],
    seed: 3
  },
  {
    name: 'a lock goes to whoever asks',
    trap: 'T20',
    file: 'src/state/turns.ts',
    find: '  if (first === undefined) passOn(state, kind, name)\n',
    replace: `  if (first === undefined || lease % 4 === 0) {
    state.token += 1
    state.table.set(key, { type: 'claim', lease, origin, value, token: state.token })
  }
`,
    expects: ['one holder at a time'],
    seed: 3
  },
  {
    name: 'a lease ends without what goes with it',
    trap: 'T20',
    file: 'src/state/leases.ts',
    find: "        if (held?.type === 'map') remove(state, held.map, held.key)\n        else if",
    replace: '        if',
    expects: ['everything finishes', 'a lease lasts, and ends'],
    seed: 3
  },
  {
    name: 'a transaction looks at one condition only',
    trap: 'T25',
    file: 'src/state/maps.ts',
    find: 'const succeeded = conditions.every(each => holds(each, find(state, prefix + each.key)))',
    replace:
      'const succeeded = conditions.slice(-1).every(each => holds(each, find(state, prefix + each.key)))',
    expects: ['settled is true', 'one state per slot', 'linearizable'],
    seed: 7
  },
  {
    name: 'a transaction sets the first key only',
    trap: 'T25',
    file: 'src/state/maps.ts',
    find: 'found: chosen.map(each => act(state, map, each)) }',
    replace: 'found: chosen.slice(0, 1).map(each => act(state, map, each)) }',
    expects: ['settled is true', 'one state per slot', 'linearizable'],
    seed: 3
  },
  {
    name: 'an operation is told what another one came to',
    trap: 'T16',
    file: 'src/state/results.ts',
    find: '    return this.#bySlot.get(slot)\n',
    replace: `    const before = this.#bySlot.get(slot - 1)
    const own = this.#bySlot.get(slot)
    return own?.type === 'number' && before?.type === 'number' ? before : own
`,
    expects: ['linearizable'],
    seed: 7
  },
  {
    name: 'a number is given out again after a snapshot',
    trap: 'T16',
    file: 'src/state/objects.ts',
    find: '        for (const [key, row] of rows) state.table.set(key, row)\n',
    replace:
      "        for (const [key, row] of rows) if (row.type !== 'number') state.table.set(key, row)\n",
    expects: ['linearizable', 'one state per slot'],
    seed: 4
  },
  {
    name: 'a snapshot does not say which tokens were given out',
    trap: 'T16',
    file: 'src/state/objects.ts',
    find: '        Object.assign(state, clock)\n',
    replace: '        Object.assign(state, clock, { token: 0 })\n',
    expects: ['one holder at a time', 'one state per slot', 'settled is true'],
    seed: 22
  },
  {
    name: 'a snapshot does not say what operations came to',
    trap: 'T16',
    file: 'src/state/objects.ts',
    find: 'results.push(...found)\n',
    replace: 'void found\n',
    expects: ['settled is true', 'everything finishes', 'one state per slot'],
    seed: 31
  },
  {
    name: 'a snapshot has rows that changed after its slot',
    trap: 'T16',
    file: 'src/state/objects.ts',
    find: 'const rows = table.clone().rows(',
    replace: 'const rows = table.rows(',
    expects: ['one state per slot', 'linearizable'],
    seed: 24
  },
  {
    name: 'leases end only when somebody asks for something',
    trap: 'T20',
    file: 'src/state/objects.ts',
    find: '    this.#leases.expire()\n    if (entry.type',
    replace: "    if (entry.type !== 'tick') this.#leases.expire()\n    if (entry.type",
    expects: ['everything finishes'],
    seed: 393
  },
  {
    name: 'a leader never appends a tick',
    trap: 'T20',
    file: 'src/core/backlog.ts',
    find: 'if (alarmMs === undefined || alarmMs <= this.#sessions.logTimeMs) return undefined',
    replace: 'if (alarmMs === undefined || alarmMs > 0) return undefined',
    expects: ['everything finishes'],
    seed: 393
  },
  {
    name: 'a leader forgets when a lease may end',
    trap: 'T20',
    file: 'src/core/replica.ts',
    find: 'this.#context.alarmMs = input.logTimeMs',
    replace: 'this.#context.alarmMs ??= input.logTimeMs',
    expects: ['everything finishes'],
    seed: 393
  },
  {
    name: 'who watches is not told of some changes',
    trap: 'T26',
    file: 'src/group/objects/changes.ts',
    find: '      if (isWithin(change.key, watcher.keys as KeyRange)) watcher.onChange(change, index)\n',
    replace:
      '      if (isWithin(change.key, watcher.keys as KeyRange) && change.slot % 4 > 0) watcher.onChange(change, index)\n',
    expects: ['watched without gaps'],
    seed: 3
  },
  {
    name: 'who watches is not told that a snapshot came',
    trap: 'T26',
    file: 'src/group/objects/changes.ts',
    find: '        for (const watcher of [...watchers]) watcher.onJump(slot)\n',
    replace: '        void watchers\n        void slot\n',
    expects: ['watched without gaps'],
    seed: 24
  },
  {
    name: 'a session read does not wait for writes before it',
    trap: 'T19',
    file: 'src/group/objects/handles.ts',
    find: "else if (consistency === 'session') await proposals.settled(left())\n",
    replace: "else if (consistency === 'session') void proposals\n",
    expects: ['reads are current'],
    seed: 15
  },
  {
    name: 'a read of a map asks nobody',
    trap: 'T19',
    file: 'src/group/objects/handles.ts',
    find: "if (consistency === 'linearizable') await reads.read(left())\n",
    replace: "if (consistency === 'linearizable') void reads\n",
    expects: ['reads are current', 'linearizable'],
    seed: 5
  }
]
