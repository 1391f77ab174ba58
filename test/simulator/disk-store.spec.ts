import { storeSuite } from '../storage/store-suite.js'
import { DiskPlace } from './disk-place.js'

storeSuite('simulated disk', async () => {
  const place = new DiskPlace()
  let isRemoved = false
  const pump = async (): Promise<void> => {
    while (!isRemoved) {
      await place.run(10)
      await new Promise(resolve => setTimeout(resolve, 0))
    }
  }
  const pumping = pump()
  return {
    store: () => place.disk.store(),
    hasHandles: true,
    remove: async () => {
      isRemoved = true
      await pumping
    }
  }
})
