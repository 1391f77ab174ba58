import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { afterEach, expect, it } from 'vitest'
import { Peers } from '../../support/trio.js'

setFlagsFromString('--expose-gc')
const collectGarbage: () => void = runInNewContext('gc')

let peers = new Peers(1)

afterEach(async () => {
  await peers.stopAll()
  peers = new Peers(1)
})

it('a lease that was released is remembered by nobody', async () => {
  await peers.open()
  await peers.ready()
  const { group } = peers.at(0)
  const released = async (): Promise<WeakRef<object>> => {
    const lease = await group.lease()
    await lease.release()
    return new WeakRef(lease)
  }
  const reference = await released()
  await expect
    .poll(() => {
      collectGarbage()
      return reference.deref() === undefined
    })
    .toBe(true)
})
