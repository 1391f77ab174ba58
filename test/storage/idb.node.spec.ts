import { expect, it } from 'vitest'
import { idbStore } from '../../src/storage/idb.js'

it('an IndexedDB store says what it needs where there is none', async () => {
  const message = expect.stringContaining('a browser, and a secure context')
  await expect(idbStore('a').open()).rejects.toMatchObject({ name: 'StoreError', message })
})
