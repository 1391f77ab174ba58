/**
 * Three peers keep a stock that never goes below nothing, whoever takes from it. One of them is away while the others give up the log of
 * those hours, and comes back by a snapshot.
 *
 * Run it with `npx node dist/examples/stock-keeper/index.js` after `npm run compile`.
 */
import { generateKeyPair } from '@libp2p/crypto/keys'
import type { PrivateKey } from '@libp2p/interface'
import { peerIdFromPrivateKey } from '@libp2p/peer-id'
import { type Group, jsonCodec, type Store } from 'libp2p-paxos'
import { memoryStore } from 'libp2p-paxos/store/memory'
import { createPeer, type Peer } from '../create-peer.js'
import { type Movement, Stock } from './stock.js'

interface Keeper {
  readonly peer: Peer
  readonly group: Group<Movement>
  readonly stock: Stock
}

const keys = await Promise.all([1, 2, 3].map(() => generateKeyPair('Ed25519')))
const founders = keys.map(key => peerIdFromPrivateKey(key).toString())
const stores = keys.map(() => memoryStore())
const running: Peer[] = []

async function start(privateKey: PrivateKey, store: Store): Promise<Keeper> {
  const addresses = running.flatMap(peer => peer.getMultiaddrs().map(String))
  const peer = await createPeer({ privateKey, store, addresses })
  running.push(peer)
  // #region open
  const stock = new Stock()
  const group = await peer.services.paxos.open('stock', {
    founders,
    codec: jsonCodec<Movement>(),
    machine: stock,
    snapshotEveryBytes: 10_000, // Unusually often, and next to no log: so that there is something to see.
    logBytesMax: 0
  })
  // #endregion open
  return { peer, group, stock }
}

async function move({ group, stock }: Keeper, article: string, pieces: number): Promise<string> {
  // #region move
  const { slot } = await group.propose({ article, pieces })
  return stock.tookPlace(slot) ? 'done' : 'not enough' // By now the movement was applied here.
  // #endregion move
}

const keepers: Keeper[] = []
for (const [i, key] of keys.entries()) keepers.push(await start(key, stores[i] as Store))
const [anna, ben, cleo] = keepers as [Keeper, Keeper, Keeper]

console.log(`Anna adds 5 apples: ${await move(anna, 'apples', 5)}`)
const takes = await Promise.all([move(ben, 'apples', -4), move(cleo, 'apples', -4)])
console.log(`Ben and Cleo take 4 each: ${takes.sort().join(', ')}`)

await cleo.peer.stop()
for (let i = 0; i < 1_000; i += 1) await move(anna, 'pears', 1)
console.log(`without Cleo there are ${anna.stock.of('pears')} pears`)

const again = await start(keys[2] as PrivateKey, stores[2] as Store)
let isInstalled = false
again.group.addEventListener('snapshot:install', () => {
  isInstalled = true
})
await again.group.barrier()
const how = isInstalled ? 'by a snapshot' : 'from the log'
console.log(`Cleo knows of ${again.stock.of('pears')} pears, ${how}`)
await Promise.all([anna, ben, again].map(({ peer }) => peer.stop()))
