import { memoryStore } from '../../src/storage/memory.js'
import { storeSuite } from './store-suite.js'

storeSuite('memory store in a tab', async () => {
  const store = memoryStore()
  return { store: () => store, hasHandles: false, remove: async () => undefined }
})
