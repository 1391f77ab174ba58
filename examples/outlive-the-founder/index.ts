/**
 * Alice founds a group alone, her friends join by an invite and are made voters, and the group goes on when she leaves.
 *
 * Run it with `npx node dist/examples/outlive-the-founder/index.js` after `npm run compile`.
 */
import { generateKeyPair } from '@libp2p/crypto/keys'
import { type Group, stringCodec } from 'libp2p-paxos'
import { createPeer, type Peer } from '../create-peer.js'

const names = ['alice', 'bob', 'carol', 'dave']
const peers: Peer[] = []
for (const _ of names)
  peers.push(await createPeer({ privateKey: await generateKeyPair('Ed25519') }))
const [alice, bob, ...others] = peers as [Peer, Peer, ...Peer[]]
const friends = new Set(peers.map(peer => peer.peerId.toString()))

// #region invite
const group = await alice.services.paxos.found('orders', {
  codec: stringCodec,
  admit: ({ peerId }) => friends.has(peerId)
})
const invite = await alice.services.paxos.invite('orders') // A short text: send it to Bob.

const joined = await bob.services.paxos.join(invite, { codec: stringCodec, role: 'voter' })
await joined.propose('three apples')
// #endregion invite

const groups: Group<string>[] = [joined]
for (const peer of others) {
  groups.push(await peer.services.paxos.join(invite, { codec: stringCodec, role: 'voter' }))
}
for (const member of groups) await member.barrier()
console.log(`${group.status().members.length} voter and ${groups.length} learners`)

await group.reconfigure({ add: [bob, ...others].map(peer => peer.peerId) })
await group.leave()
await alice.stop()
console.log('alice left')

await joined.propose('two pears')
for (const [i, member] of groups.entries()) {
  await member.barrier()
  const values: string[] = []
  for await (const { value = '' } of member.log({ live: false })) values.push(value)
  console.log(`${names[i + 1]}: ${values.join(', ')} (${member.status().members.length} voters)`)
}
await Promise.all([bob, ...others].map(peer => peer.stop()))
