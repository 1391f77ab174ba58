/**
 * The code of the README's first screen, and of what it says of shared state, run by three peers that find each other by multicast DNS.
 */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { noise } from '@chainsafe/libp2p-noise'
import { generateKeyPair } from '@libp2p/crypto/keys'
import { identify } from '@libp2p/identify'
import type { PrivateKey } from '@libp2p/interface'
import { mdns } from '@libp2p/mdns'
import { peerIdFromPrivateKey } from '@libp2p/peer-id'
import { tcp } from '@libp2p/tcp'
import { yamux } from '@libp2p/yamux'
import { createLibp2p } from 'libp2p'
import { jsonCodec, paxos, stringCodec } from 'libp2p-paxos'
import { levelStore } from 'libp2p-paxos/store/level'

const root = await mkdtemp(join(tmpdir(), 'libp2p-paxos-'))
const keys = await Promise.all(['a', 'b', 'c'].map(() => generateKeyPair('Ed25519')))
const founders = keys.map(key => peerIdFromPrivateKey(key))
const serviceTag = `_${founders[0]?.toString().slice(-16)}._udp.local`

const warehouse = {
  token: 0,
  async fetch(what: string, options: { token: number; signal: AbortSignal }): Promise<void> {
    options.signal.throwIfAborted()
    if (options.token < this.token) throw new Error('somebody else has the lock')
    this.token = options.token
    console.log(`${what} fetched with token ${options.token}`)
  }
}

interface Running {
  apples(): Promise<number | undefined>
  stop(): Promise<void>
}

async function run(privateKey: PrivateKey, directory: string): Promise<Running> {
  // #region snippet
  const services = { identify: identify(), paxos: paxos({ store: levelStore(directory) }) }
  const node = await createLibp2p({ ...network, privateKey, services })

  const group = await node.services.paxos.open('orders', { founders, codec: stringCodec })
  group.addEventListener('chosen', ({ detail }) => console.log(detail.slot, detail.value))

  const { slot } = await group.propose('three apples') // Chosen: this slot holds it, at everyone.
  const { value } = await group.decide('currency', 'EUR') // The first one chosen wins, for ever.
  for await (const entry of group.log({ from: 1, to: slot })) console.log(entry.value)
  // #endregion snippet
  console.log(`agreed on ${value}`)

  // #region shared
  const stock = group.map('stock', { codec: jsonCodec<number>() })
  await stock.setIfAbsent('apples', 10)
  const { entry } = await stock.read('apples')
  if (entry !== undefined && entry.value >= 3) {
    const sold = await stock.compareAndSet('apples', entry.version, entry.value - 3)
    if (!sold.succeeded) console.log(`somebody was faster: ${sold.entry?.value} left`)
  }

  const invoice = await group.sequence('invoice').next() // A number that nobody else ever gets.

  await group.lock('warehouse').with(async ({ token, signal }) => {
    await warehouse.fetch('apples', { token, signal }) // It refuses lower tokens than it has seen.
  })
  // #endregion shared
  console.log(`invoice ${invoice}`)
  return { apples: async () => await stock.get('apples'), stop: async () => await node.stop() }
}

// #region network
const network = {
  addresses: { listen: ['/ip4/127.0.0.1/tcp/0'] },
  transports: [tcp()],
  connectionEncrypters: [noise()],
  streamMuxers: [yamux()],
  peerDiscovery: [mdns({ serviceTag, interval: 1_000 })]
}
// #endregion network

const running = await Promise.all(keys.map((key, i) => run(key, join(root, `${i}`))))
console.log(`${await running[0]?.apples()} apples left`)
await Promise.all(running.map(({ stop }) => stop()))
await rm(root, { recursive: true })
