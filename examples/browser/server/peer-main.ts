/** The process of a peer in Node: see `peer.ts`. Its parent speaks to it over IPC, and it ends when its parent does. */

import type { PeerOrder } from '../shared/messages.js'
import { Peer } from './peer.js'

const peer = new Peer(word => process.send?.(word))

process.on('message', (order: PeerOrder) => {
  peer.obey(order).catch((error: unknown) => {
    console.error(error)
    if (order.type === 'start' || order.type === 'enter') process.exit(1)
  })
})
process.on('disconnect', () => process.exit())
