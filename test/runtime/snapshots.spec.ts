import { sha256 } from '@noble/hashes/sha2.js'
import { expect, it } from 'vitest'
import { systemClock } from '../../src/libp2p/system-ports.js'
import { ownDigests } from '../../src/runtime/content-hash.js'
import { Snapshots } from '../../src/runtime/snapshots.js'
import { memoryStore } from '../../src/storage/memory.js'
import { ballot, configurationOf } from '../support/core-builders.js'

it('a content that is what was offered, and no snapshot, is told of and stops nobody', async () => {
  const stores = memoryStore()
  await stores.open()
  const asked: string[] = []
  const submitted: unknown[] = []
  const failures: unknown[] = []
  const told = Promise.withResolvers<unknown>()
  const snapshots = new Snapshots({
    store: await stores.openReplica('a', 1n),
    clock: systemClock,
    digests: ownDigests,
    machine: {
      kind: 0,
      snapshot: async function* () {
        yield new Uint8Array(1)
      },
      restore: async () => undefined
    },
    snapshotEveryBytes: 1,
    logBytesMax: 0,
    newest: undefined,
    heartbeatIntervalMs: 100,
    send: (_, { type }) => asked.push(type),
    submit: input => submitted.push(input),
    knownSlot: () => 0,
    historyUpTo: () => ({ endedEpochs: [], configuration: configurationOf(3) }),
    onMachineError: told.resolve,
    onFailure: error => failures.push(error)
  })
  const content = new Uint8Array(9).fill(0xff)
  const snapshot = { slot: 9, ballot: ballot(1, 2), bytes: 9, hash: sha256(sha256(content)) }
  snapshots.obtain('b')
  const history = { endedEpochs: [], configuration: configurationOf(3) }
  snapshots.onMessage('b', { type: 'snapshot-offer', snapshot, history })
  await expect.poll(() => asked).toEqual(['snapshot-request', 'snapshot-request'])
  snapshots.onMessage('b', { type: 'snapshot-chunk', slot: 9, index: 0, content })
  expect(await told.promise).toMatchObject({ name: 'StoreCorruptError' })
  expect([submitted, failures]).toEqual([[], []])
})
