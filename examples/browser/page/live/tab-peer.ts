import { noise } from '@chainsafe/libp2p-noise'
import { circuitRelayTransport } from '@libp2p/circuit-relay-v2'
import { generateKeyPair, privateKeyFromProtobuf, privateKeyToProtobuf } from '@libp2p/crypto/keys'
import { type Identify, identify } from '@libp2p/identify'
import type { Libp2p, PrivateKey } from '@libp2p/interface'
import { peerIdFromPrivateKey } from '@libp2p/peer-id'
import { webRTC } from '@libp2p/webrtc'
import { webSockets } from '@libp2p/websockets'
import { yamux } from '@libp2p/yamux'
import { createLibp2p } from 'libp2p'
import { type ObservedMessage, type Paxos, paxos } from 'libp2p-paxos'
import { idbStore } from 'libp2p-paxos/store/idb'
import { fromString } from 'uint8arrays/from-string'
import { toString as toText } from 'uint8arrays/to-string'

export type TabPeer = Libp2p<{ identify: Identify; paxos: Paxos }>

/**
 * Starts the peer of this tab. It is the same one when the tab is loaded again, as long as the server runs; a tab that was duplicated
 * is another one.
 *
 * @param run Names the run of the server.
 */
export async function startTabPeer(
  run: string,
  onMessage: (message: ObservedMessage) => void
): Promise<TabPeer> {
  const place = `libp2p-paxos ${run}`
  const kept = sessionStorage.getItem(place)
  if (kept !== null) {
    try {
      return await start(privateKeyFromProtobuf(fromString(kept, 'base64')), onMessage)
    } catch (error) {
      if (!(error instanceof Error) || error.name !== 'StoreLockedError') throw error
    }
  }
  const key = await generateKeyPair('Ed25519')
  sessionStorage.setItem(place, toText(privateKeyToProtobuf(key), 'base64'))
  return await start(key, onMessage)
}

async function start(
  privateKey: PrivateKey,
  onMessage: (message: ObservedMessage) => void
): Promise<TabPeer> {
  const store = idbStore(`libp2p-paxos page ${peerIdFromPrivateKey(privateKey)}`)
  return await createLibp2p({
    privateKey,
    addresses: { listen: ['/p2p-circuit', '/webrtc'] },
    transports: [
      webSockets(),
      circuitRelayTransport(),
      webRTC({ rtcConfiguration: { iceServers: [] } })
    ],
    connectionEncrypters: [noise()],
    streamMuxers: [yamux()],
    // Everyone is on this machine, which libp2p does not dial from a browser by itself.
    connectionGater: { denyDialMultiaddr: () => false },
    connectionManager: { inboundConnectionThreshold: 1_000 },
    services: {
      identify: identify(),
      paxos: paxos({ store, onMessage, redialIntervalMaxMs: 1_000 })
    }
  })
}
