/**
 * Three peers want three different colours and agree on one.
 *
 * Run it with `npx node dist/examples/agree-on-a-value/index.js` after `npm run compile`.
 */
import { generateKeyPair } from '@libp2p/crypto/keys'
import { peerIdFromPrivateKey } from '@libp2p/peer-id'
import { stringCodec } from 'libp2p-paxos'
import { createPeer, type Peer } from '../create-peer.js'

const colours = ['red', 'green', 'blue']
const keys = await Promise.all(colours.map(() => generateKeyPair('Ed25519')))
const founders = keys.map(key => peerIdFromPrivateKey(key))

const peers: Peer[] = []
for (const privateKey of keys) {
  const addresses = peers.flatMap(peer => peer.getMultiaddrs()).map(String)
  peers.push(await createPeer({ privateKey, addresses }))
}

// #region decide
async function agree(peer: Peer, colour: string): Promise<string> {
  const group = await peer.services.paxos.open('paint-shop', { founders, codec: stringCodec })
  const { value } = await group.decide('colour of the door', colour)
  return value
}
// #endregion decide

const agreed = await Promise.all(peers.map((peer, i) => agree(peer, colours[i] ?? '')))
for (const [i, colour] of colours.entries()) {
  console.log(`peer ${i + 1} wanted ${colour}, got ${agreed[i]}`)
}

await Promise.all(peers.map(peer => peer.stop()))
