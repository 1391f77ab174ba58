/**
 * Two peers race for a user name; the one that loses is told who has it. A third one watches.
 *
 * Run it with `npx node dist/examples/user-names/index.js` after `npm run compile`.
 */
import { type Group, jsonCodec, type ReplicatedMap } from 'libp2p-paxos'
import { createMembers, type Member } from '../create-members.js'

interface User {
  readonly mail: string
}

/** Users by their names, in lower case: Robin and robin are one name. */
function usersOf(group: Group): ReplicatedMap<User> {
  return group.map('users', { codec: jsonCodec<User>() })
}

// #region register
async function register(group: Group, name: string, user: User): Promise<string> {
  const added = await usersOf(group).setIfAbsent(name.toLowerCase(), user)
  return added.succeeded ? 'yours' : `taken by ${added.entry?.value.mail}`
}
// #endregion register

// #region rename
/** Gives up the old name and takes the new one: both, or neither if that is taken or the user was changed meanwhile. */
async function rename(group: Group, before: string, name: string): Promise<string> {
  const [from, to] = [before.toLowerCase(), name.toLowerCase()]
  const { entry } = await usersOf(group).read(from)
  if (entry === undefined) return 'not done'
  const { succeeded } = await usersOf(group).transaction({
    conditions: [
      { key: from, version: entry.version },
      { key: to, exists: false }
    ],
    actions: [
      { type: 'delete', key: from },
      { type: 'set', key: to, value: entry.value }
    ]
  })
  return succeeded ? 'done' : 'not done'
}
// #endregion rename

const members = await createMembers('users', ['Anna', 'Ben', 'Cleo'])
const [anna, ben, cleo] = members as [Member, Member, Member]

async function watch(count: number): Promise<string[]> {
  const seen: string[] = []
  for await (const { type, key, value } of usersOf(cleo.group).watch({ slot: 1 })) {
    seen.push(`Cleo sees: ${type} ${key}${value ? ` of ${value.mail}` : ''}`)
    if (seen.length === count) break
  }
  return seen
}
const seen = watch(5)

const race = await Promise.all([
  register(anna.group, 'Robin', { mail: 'anna@example.com' }),
  register(ben.group, 'robin', { mail: 'ben@example.com' })
])
console.log(`Anna wants Robin: ${race[0]}`)
console.log(`Ben wants robin: ${race[1]}`)

const [winner, loser] = race[0] === 'yours' ? [anna, ben] : [ben, anna]
const user = { mail: `${loser.name.toLowerCase()}@example.com` }
console.log(`${loser.name} wants Kim: ${await register(loser.group, 'Kim', user)}`)
console.log(`${winner.name} renames Robin to Kim: ${await rename(winner.group, 'Robin', 'Kim')}`)
console.log(`${winner.name} renames Robin to Sam: ${await rename(winner.group, 'Robin', 'Sam')}`)
console.log(`${loser.name} wants Robin: ${await register(loser.group, 'Robin', user)}`)

for (const line of await seen) console.log(line)
await Promise.all(members.map(({ peer }) => peer.stop()))
