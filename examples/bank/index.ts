/**
 * Competing clients move money between accounts: none is ever overdrawn, and whenever and wherever somebody counts, there is as much as
 * in the beginning.
 *
 * Run it with `npx node dist/examples/bank/index.js` after `npm run compile`.
 */
import { type Group, jsonCodec, type ReplicatedMap } from 'libp2p-paxos'
import { createMembers, type Member } from '../create-members.js'

const names = ['rent', 'food', 'travel', 'savings']
const outcomes = { done: 0, 'not enough': 0 }

function accountsOf(group: Group): ReplicatedMap<number> {
  return group.map('accounts', { codec: jsonCodec<number>() })
}

// #region transfer
/** Changes both accounts or neither; if somebody else changed one of them meanwhile it looks again. */
async function transfer(
  accounts: ReplicatedMap<number>,
  from: string,
  to: string,
  amount: number
): Promise<'done' | 'not enough'> {
  for (;;) {
    const read = await Promise.all([accounts.read(from), accounts.read(to)])
    const [payer, payee] = read.map(({ entry }) => entry)
    if (payer === undefined || payee === undefined) throw new Error('there is no such account')
    const isEnough = payer.value >= amount
    const { succeeded } = await accounts.transaction({
      conditions: [payer, payee].map(({ key, version }) => ({ key, version })),
      actions: isEnough
        ? [
            { type: 'set', key: from, value: payer.value - amount },
            { type: 'set', key: to, value: payee.value + amount }
          ]
        : []
    })
    if (succeeded) return isEnough ? 'done' : 'not enough'
  }
}
// #endregion transfer

// #region count
/** How much money a member finds in one slot: in `slot`, or a later one. */
async function count(group: Group, slot: number): Promise<{ slot: number; sum: number }> {
  const page = await accountsOf(group).scan({ consistency: 'local', slot })
  if (page.entries.some(({ value }) => value < 0)) throw new Error('an account is overdrawn')
  return { slot: page.slot, sum: page.entries.reduce((sum, { value }) => sum + value, 0) }
}
// #endregion count

/** Asks for amounts that are not always there, from one account to the next, and so round and round. */
async function trade({ group }: Member, first: number): Promise<void> {
  for (let i = first; i < first + 30; i += 1) {
    const [from = '', to = ''] = [i, i + 1].map(n => names[n % names.length])
    outcomes[await transfer(accountsOf(group), from, to, (i * 37) % 150)] += 1
  }
}

const members = await createMembers('bank', ['Anna', 'Ben', 'Cleo'])
const [anna] = members as [Member]
const opened = await accountsOf(anna.group).transaction({
  actions: names.map(key => ({ type: 'set', key, value: 100 }))
})

// Everybody counts after each change, while two clients of each member trade.
const watches = members.map(({ group }) => accountsOf(group).watch({ slot: opened.slot + 1 }))
const audits = members.map(async ({ group }, i) => {
  const sums: number[] = []
  for await (const { slot } of watches[i] ?? []) sums.push((await count(group, slot)).sum)
  return sums
})
await Promise.all(members.flatMap((member, i) => [trade(member, i), trade(member, i + 7)]))
await Promise.all(members.map(({ group }) => group.barrier()))
for (const watch of watches) watch.end()
const sums = (await Promise.all(audits)).flat()
console.log(`${outcomes.done} transfers, ${outcomes['not enough']} refused`)
console.log(`counted ${sums.length} times: ${[...new Set(sums)].join(', ')}`)

const { slot } = await anna.group.barrier()
for (const { name, group } of members) {
  const counted = await count(group, slot)
  console.log(`${name} counts ${counted.sum} after slot ${counted.slot}`)
}
await Promise.all(members.map(({ peer }) => peer.stop()))
