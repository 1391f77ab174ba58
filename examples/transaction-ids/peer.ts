/**
 * One peer of a replicated database: allocates an id for each of its transactions, one after the
 * other. Started, killed and started again by `index.ts`.
 */
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { parseArgs } from 'node:util'
import { privateKeyFromProtobuf } from '@libp2p/crypto/keys'
import { type Group, stringCodec } from 'libp2p-paxos'
import { levelStore } from 'libp2p-paxos/store/level'
import { createPeer } from '../create-peer.js'

const { values: args } = parseArgs({
  options: {
    directory: { type: 'string', default: '.' },
    name: { type: 'string', default: 'peer' },
    founder: { type: 'string', multiple: true, default: [] },
    address: { type: 'string', multiple: true, default: [] },
    transactions: { type: 'string', default: '10' }
  }
})

const node = await createPeer({
  privateKey: privateKeyFromProtobuf(await readFile(join(args.directory, 'key'))),
  store: levelStore(join(args.directory, 'store')),
  addresses: args.address
})
console.log(`address ${node.getMultiaddrs()[0]}`)

const input = createInterface({ input: process.stdin })
input.once('close', () => void node.stop())
const self = node.peerId.toString()

const group = await node.services.paxos.open('transactions', {
  founders: args.founder,
  codec: stringCodec
})

// #region allocate
/**
 * The slot is the id. A transaction's name is its key: asking again, even after a crash, gives the
 * same id.
 */
async function allocate(transaction: string): Promise<number> {
  const { slot } = await group.propose(transaction, { key: transaction })
  return slot
}

/** Ids that this peer allocated before it crashed, as the group knows them. */
async function recover(group: Group<string>): Promise<Map<string, number>> {
  await group.barrier()
  const ids = new Map<string, number>()
  for await (const { slot, value, origin } of group.log({ live: false })) {
    if (origin === self && value !== undefined) ids.set(value, slot)
  }
  return ids
}
// #endregion allocate

const ids = await recover(group)
for (const [transaction, id] of ids) console.log(`id ${transaction} ${id}`)
for (let i = 1; i <= Number(args.transactions); i += 1) {
  const transaction = `${args.name}-${i}`
  if (!ids.has(transaction)) console.log(`id ${transaction} ${await allocate(transaction)}`)
}
console.log('done')

// The others may still need this peer's vote: it stays until its input ends, and shows its log when
// asked.
for await (const _ of input) {
  await group.barrier()
  for await (const { slot, value } of group.log({ live: false })) {
    console.log(`log ${value} ${slot}`)
  }
  console.log('end of log')
}
