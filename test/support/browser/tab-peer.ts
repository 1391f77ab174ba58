import { circuitRelayTransport } from '@libp2p/circuit-relay-v2'
import { webRTC } from '@libp2p/webrtc'
import { webSockets } from '@libp2p/websockets'
import { idbStore } from '../../../src/storage/idb.js'
import { deleteDatabase } from '../../storage/idb-place.js'
import { askPeer, Peer, type PeerInit, type PeerMethod } from './peer.js'

/*
 * A page that is a peer, with a store of its own in IndexedDB.
 */

let peer: Peer | undefined
let freezes = 0
let ticks = 0

document.addEventListener('freeze', () => {
  freezes += 1
})

setInterval(() => {
  ticks += 1
}, 100)

/** How often a timer of 100 ms fired. */
export function tickCount(): number {
  return ticks
}

/** How often the browser froze the page. */
export function freezeCount(): number {
  return freezes
}

/** How a peer in a tab begins. */
export interface TabPeerInit extends PeerInit {
  /** Name of its store. */
  readonly store: string
  /** The address of a relay, at which it can be reached, and over which it finds others for WebRTC. */
  readonly relay?: string
  /** Whether it speaks to other tabs over WebRTC, or only over the relay. */
  readonly webRTC?: boolean
}

export async function start(init: TabPeerInit): Promise<void> {
  const { relay } = init
  const direct = init.webRTC === true ? [webRTC({ rtcConfiguration: { iceServers: [] } })] : []
  const listen = relay === undefined ? [] : [`${relay}/p2p-circuit`]
  if (init.webRTC === true) listen.push('/webrtc')
  peer = await Peer.start(init, idbStore(init.store), {
    addresses: { listen },
    transports: [webSockets(), circuitRelayTransport(), ...direct]
  })
}

/** Deletes a store, as the browser does when it needs room. */
export async function deleteStore(name: string): Promise<void> {
  await deleteDatabase(name)
}

/** Calls a method of the peer. */
export async function ask(name: PeerMethod, args: readonly unknown[]): Promise<unknown> {
  if (peer === undefined) throw new Error('the peer was not started')
  return await askPeer(peer, name, args)
}
