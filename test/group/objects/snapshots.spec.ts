import { afterEach, describe, expect, it } from 'vitest'
import { type Peer, Peers } from '../../support/trio.js'

let peers = new Peers(0)

afterEach(async () => {
  await peers.stopAll()
  peers = new Peers(0)
})

/** Three members that snapshot often and keep next to nothing of the log. */
async function openTrio(): Promise<{ leader: Peer; others: readonly [Peer, Peer] }> {
  peers = new Peers(3, { snapshotEveryBytes: 500, logBytesMax: 0 })
  await peers.open()
  await peers.ready()
  const name = peers.at(0).group.leader
  const leader = peers.peers.find(({ peerId }) => peerId === name)
  const [first, second] = peers.peers.filter(({ peerId }) => peerId !== name)
  if (leader === undefined || first === undefined || second === undefined) {
    throw new Error('there is no leader')
  }
  return { leader, others: [first, second] }
}

/** Cuts a member off once it has proposed an operation: that is the last that is heard of it, and it hears nothing more. */
function cutAfterOperation({ peerId }: Peer): void {
  let isCut = false
  peers.network.filter = (from, to, { sections }) => {
    if (isCut) return from !== peerId && to !== peerId
    isCut =
      from === peerId &&
      sections.some(({ messages }) =>
        messages.some(
          message =>
            message.type === 'propose' && message.proposals.some(({ type }) => type === 'operation')
        )
      )
    return true
  }
}

describe('what became of an operation', () => {
  it('is known to its proposer also if a snapshot stands for it', async () => {
    const { leader, others } = await openTrio()
    const [away, other] = others
    const count = (peer: Peer): Promise<number> => peer.group.counter('n').add(1)
    await count(away)
    const told: string[] = []
    away.group.addEventListener('snapshot:install', () => told.push('snapshot'))
    cutAfterOperation(away)
    const counted = count(away).then(value => told.push(`${value}`))
    // Whoever is away was second, then.
    await expect.poll(() => leader.group.counter('n').get()).toBe(2)
    for (let i = 0; i < 60; i += 1) await count(i % 2 === 0 ? leader : other)
    await expect.poll(() => leader.group.status().firstSlot, { timeout: 5_000 }).toBeGreaterThan(20)
    await expect.poll(() => other.group.status().firstSlot, { timeout: 5_000 }).toBeGreaterThan(20)
    expect(told).toEqual([])
    peers.network.filter = () => true
    await counted
    expect(told).toEqual(['snapshot', '2'])
    expect(await away.group.counter('n').get()).toBe(62)
  })
})
