import { expect, it } from 'vitest'
import { bottomBallot } from '../../src/core/ballot.js'
import type { Batch } from '../../src/core/batch.js'
import type { Entry } from '../../src/core/entry.js'
import { ballot, labelsOf, logBatch, readAll } from './store-builders.js'
import type { SuiteContext } from './suite-context.js'

/** What is durable besides the log. */
export function stateTests(at: SuiteContext): void {
  it('gives birth to an empty state whose incarnation is the random number, once', async () => {
    const bottom = bottomBallot(0)
    const born = {
      incarnation: 2n ** 64n - 1n,
      boot: { count: 1, nonce: 2 ** 32 - 1 },
      promisedBallot: bottom,
      acceptedBallot: bottom,
      chosenSlotMax: 0,
      chosenBallot: bottom,
      lastSlot: 0,
      compactedSlotMax: 0,
      genesis: { promisedBallot: bottom, chosen: false },
      endedEpochs: []
    }
    const replica = await at.store.openReplica('a', born.incarnation)
    expect(replica.recovered).toEqual(born)
    await at.reopen()
    const boot = { count: 2, nonce: 5 }
    expect((await at.store.openReplica('a', 5n)).recovered).toEqual({ ...born, boot })
  })

  it('counts how often a state was opened, each time under another random number', async () => {
    const boots: unknown[] = []
    for (const random of [7n, 0x1_0000_0008n, 9n]) {
      const replica = await at.store.openReplica('a', random)
      boots.push(replica.recovered.boot)
      await replica.append(logBatch(boots.length, boots.length))
      await replica.close()
    }
    await at.reopen()
    const { recovered } = await at.store.openReplica('a', 10n)
    expect([...boots, recovered.boot]).toEqual([
      { count: 1, nonce: 7 },
      { count: 2, nonce: 8 },
      { count: 3, nonce: 9 },
      { count: 4, nonce: 10 }
    ])
    expect(recovered.lastSlot).toBe(3)
    expect((await at.store.openReplica('b', 11n)).recovered.boot).toEqual({ count: 1, nonce: 11 })
  })

  it('keeps every field of a batch, and what a batch leaves out as it was', async () => {
    const replica = await at.store.openReplica('a', 3n)
    const configuration = {
      epoch: 1,
      voters: [{ peerId: 'p1', incarnation: 3n }],
      quorum: { prepare: 1, accept: 1 }
    }
    const genesis = {
      promisedBallot: ballot(4),
      accepted: { ballot: ballot(3), configuration },
      chosen: true
    }
    const second = { ...configuration, epoch: 2 }
    const third = { ...configuration, epoch: 3 }
    const fourth = { ...configuration, epoch: 4 }
    const ended = [
      { configuration, stopSlot: 2, ballot: ballot(5) },
      { configuration: second, stopSlot: 3, ballot: ballot(6) },
      { configuration: third, stopSlot: 4, ballot: ballot(6) }
    ]
    const batches: Batch[] = [
      { promisedBallot: ballot(9) },
      { ...logBatch(1, 4), acceptedBallot: ballot(8) },
      { chosen: { slotMax: 3, ballot: ballot(7) } },
      { genesis },
      { epoch: { ended: ended.slice(0, 1), configuration: second } },
      { epoch: { ended: ended.slice(1, 3), configuration: fourth } },
      {}
    ]
    for (const batch of batches) await replica.append(batch)
    expect(replica.recovered.lastSlot).toBe(0)
    await at.reopen()
    expect((await at.store.openReplica('a', 4n)).recovered).toEqual({
      incarnation: 3n,
      boot: { count: 2, nonce: 4 },
      promisedBallot: ballot(9),
      acceptedBallot: ballot(8),
      chosenSlotMax: 3,
      chosenBallot: ballot(7),
      lastSlot: 4,
      compactedSlotMax: 0,
      genesis,
      endedEpochs: ended,
      configuration: fourth
    })
  })
}

/** What is in the log, of one replica and of several. */
export function contentTests(at: SuiteContext): void {
  it('keeps every kind of entry', async () => {
    const value = Uint8Array.of(0, 255)
    const voters = [{ peerId: 'p1', incarnation: 3n }]
    const next = { epoch: 2, voters, quorum: { prepare: 1, accept: 1 } }
    const entries: Entry[] = [
      { type: 'open-session', origin: 'p1', nonce: 2n ** 63n, logTimeMs: 0 },
      { type: 'value', session: 1, sequence: 1, key: 'k', value, logTimeMs: 5 },
      { type: 'value', session: 1, sequence: 2, value: new Uint8Array(), logTimeMs: 5 },
      { type: 'decide', session: 1, sequence: 3, name: 'n', value, logTimeMs: 6 },
      { type: 'no-op', session: 1, sequence: 4, logTimeMs: 7 },
      { type: 'stop', session: 1, sequence: 5, configuration: next, logTimeMs: 7 }
    ]
    const replica = await at.store.openReplica('a', 1n)
    await replica.append({ log: { firstSlot: 1, entries } })
    await at.reopen()
    expect(await (await at.store.openReplica('a', 1n)).read(1, 9, 9999)).toEqual(entries)
  })

  it('keeps the states of several replicas that write at once', async () => {
    const keys = ['a', 'b', 'c', 'd']
    const replicas = await Promise.all(keys.map(key => at.store.openReplica(key, 1n)))
    const pending: Promise<void>[] = []
    for (let slot = 1; slot <= 50; slot += 1) {
      for (const [i, replica] of replicas.entries()) {
        pending.push(
          replica.append({ ...logBatch(slot, slot, keys[i]), promisedBallot: ballot(slot + i) })
        )
      }
    }
    await Promise.all(pending)
    await at.reopen()
    for (const [i, key] of keys.entries()) {
      const replica = await at.store.openReplica(key, 1n)
      expect(replica.recovered.promisedBallot).toEqual(ballot(50 + i))
      expect(await readAll(replica)).toEqual(labelsOf(1, 50, key))
    }
  })
}
