/**
 * A chat among Alice, Bob and Carol in which everybody reads the same lines in the same order.
 *
 * After `npm run compile`, in three terminals:
 * `npx node dist/examples/chat/index.js alice /tmp/chat`, then the same with `bob` and `carol`.
 * End it with Ctrl+D, and start it again: the history is still there.
 */
import { createHash } from 'node:crypto'
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { generateKeyPairFromSeed } from '@libp2p/crypto/keys'
import type { PrivateKey } from '@libp2p/interface'
import { peerIdFromPrivateKey } from '@libp2p/peer-id'
import { type Group, stringCodec } from 'libp2p-paxos'
import { levelStore } from 'libp2p-paxos/store/level'
import { createPeer } from '../create-peer.js'

const members = ['alice', 'bob', 'carol']
const [self = '', root = '', room = 'lobby'] = process.argv.slice(2)
if (!members.includes(self) || root === '') {
  console.error('usage: index.js alice|bob|carol DIRECTORY [ROOM]')
  process.exit(2)
}

/**
 * Anyone can compute this key: fit for trying out only. Real members keep their keys secret, and
 * tell each other their PeerIds.
 */
async function keyOf(member: string): Promise<PrivateKey> {
  const seed = createHash('sha256').update(`${room}/${member}`).digest()
  return await generateKeyPairFromSeed('Ed25519', seed)
}

const keys = await Promise.all(members.map(keyOf))
const founders = keys.map(key => peerIdFromPrivateKey(key).toString())
const directory = join(root, room, self)
await mkdir(directory, { recursive: true })
const node = await createPeer({
  privateKey: await keyOf(self),
  store: levelStore(directory),
  mdnsTag: `_${room}-chat._udp.local`
})
const group = await node.services.paxos.open(`chat/${room}`, { founders, codec: stringCodec })
group.addEventListener('quorum:change', ({ detail }) => console.error(`* quorum ${detail.state}`))

// #region show
/**
 * Shows everything that was ever said, then what is being said, without a seam. Ends when the group
 * closes.
 */
async function show(group: Group<string>): Promise<void> {
  for await (const { slot, value, origin } of group.log({ from: 1 })) {
    console.log(`${slot} ${members[founders.indexOf(origin)]}: ${value}`)
  }
}
// #endregion show

const shown = show(group)
for await (const line of createInterface({ input: process.stdin })) await group.propose(line)
await node.stop()
await shown
