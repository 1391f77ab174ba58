import { expect, it } from 'vitest'
import { labelsOf, logBatch, readAll } from './store-builders.js'
import type { SuiteContext } from './suite-context.js'

/** Opening and closing. */
export function lifeTests(at: SuiteContext): void {
  it('refuses to be opened twice, and can be opened again once closed', async () => {
    await expect(at.store.open()).rejects.toMatchObject({ name: 'StoreLockedError' })
    await at.reopen()
    expect(await at.store.keys()).toEqual([])
  })

  it('refuses a second object while the first is open', async () => {
    if (!at.place.hasHandles) return
    const second = at.place.store()
    await expect(second.open()).rejects.toMatchObject({ name: 'StoreLockedError' })
    await at.store.close()
    await second.open()
    await second.close()
  })

  it('can be closed twice', async () => {
    await Promise.all([at.store.close(), at.store.close()])
    await at.store.close()
  })

  it('rejects everything while it is not open', async () => {
    await at.store.close()
    const error = { name: 'StoreError' }
    await expect(at.store.openReplica('a', 1n)).rejects.toMatchObject(error)
    await expect(at.store.keys()).rejects.toMatchObject(error)
    await expect(at.store.delete('a')).rejects.toMatchObject(error)
  })

  it('rejects what its replicas are asked after it is closed', async () => {
    const replica = await at.store.openReplica('a', 1n)
    await at.store.close()
    await expect(replica.append({})).rejects.toMatchObject({ name: 'StoreError' })
    await expect(replica.read(1, 2, 1)).rejects.toMatchObject({ name: 'StoreError' })
    await replica.close()
  })

  it('makes pending batches durable before it is closed', async () => {
    const replica = await at.store.openReplica('a', 1n)
    const pending = [replica.append(logBatch(1, 3)), replica.append(logBatch(4, 4))]
    await at.reopen()
    await Promise.all(pending)
    expect(await readAll(await at.store.openReplica('a', 1n))).toEqual(labelsOf(1, 4))
  })
}

/** The states of several replicas in one store. */
export function keyTests(at: SuiteContext): void {
  it('lists the keys of all states, sorted, open or not', async () => {
    await (await at.store.openReplica('b', 1n)).close()
    await at.store.openReplica('a', 2n)
    expect(await at.store.keys()).toEqual(['a', 'b'])
    await at.reopen()
    expect(await at.store.keys()).toEqual(['a', 'b'])
  })

  it('keeps states apart whose keys are alike', async () => {
    const keys = ['a', 'a/', 'a\0', 'aa', 'state/a', '\u{1f600}', '\uffee', 'é', 'e\u0301']
    for (const [i, key] of keys.entries()) {
      const replica = await at.store.openReplica(key, BigInt(i + 1))
      await replica.append(logBatch(1, i + 1, key))
    }
    await at.reopen()
    expect(await at.store.keys()).toEqual([...keys].sort())
    for (const [i, key] of keys.entries()) {
      const replica = await at.store.openReplica(key, 99n)
      expect(replica.recovered.incarnation).toBe(BigInt(i + 1))
      expect(await readAll(replica)).toEqual(labelsOf(1, i + 1, key))
    }
  })

  it.each(['', '\ud800'])('refuses the key %j', async key => {
    const error = { name: 'InvalidOptionsError' }
    await expect(at.store.openReplica(key, 1n)).rejects.toMatchObject(error)
    await expect(at.store.delete(key)).rejects.toMatchObject(error)
  })

  it('opens a key once at a time', async () => {
    const [replica, second] = await Promise.allSettled([
      at.store.openReplica('a', 1n),
      at.store.openReplica('a', 2n)
    ])
    expect(second).toMatchObject({ reason: { name: 'StoreLockedError' } })
    if (replica.status === 'rejected') throw replica.reason
    await replica.value.close()
    expect((await at.store.openReplica('a', 3n)).recovered.incarnation).toBe(1n)
  })

  it('deletes one state and leaves the others', async () => {
    for (const key of ['a', 'b', 'c']) {
      const replica = await at.store.openReplica(key, 1n)
      await replica.append(logBatch(1, 5, key))
      await replica.append(logBatch(6, 7, key))
      await replica.close()
    }
    await at.store.delete('b')
    await at.store.delete('unknown')
    expect(await at.store.keys()).toEqual(['a', 'c'])
    await at.reopen()
    expect(await at.store.keys()).toEqual(['a', 'c'])
    const born = await at.store.openReplica('b', 2n)
    expect(born.recovered).toMatchObject({ incarnation: 2n, lastSlot: 0 })
    expect(await readAll(born)).toEqual([])
    expect(await readAll(await at.store.openReplica('c', 2n))).toEqual(labelsOf(1, 7, 'c'))
  })

  it('does not delete a state that is open', async () => {
    const replica = await at.store.openReplica('a', 1n)
    await expect(at.store.delete('a')).rejects.toMatchObject({ name: 'StoreLockedError' })
    await replica.append(logBatch(1, 1))
    expect(await at.store.keys()).toEqual(['a'])
  })
}
