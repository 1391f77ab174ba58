/**
 * One member at a time schedules; when it resigns or dies another one takes over, and all know who it is. No run takes place twice.
 *
 * Run it with `npx node dist/examples/scheduler/index.js` after `npm run compile`.
 */
import { setTimeout as delay } from 'node:timers/promises'
import { type Election, type Group, type ReplicatedMap, stringCodec } from 'libp2p-paxos'
import { createMembers, type Member } from '../create-members.js'

function schedulerOf(group: Group): Election<string> {
  return group.election('scheduler', { codec: stringCodec, ttlMs: 3_000 })
}

/** Who scheduled which run. */
function runsOf(group: Group): ReplicatedMap<string> {
  return group.map('runs', { codec: stringCodec })
}

// #region schedule
/** Waits until it is its turn, schedules three runs, and gives its place to the next one. */
async function schedule({ name, group }: Member): Promise<void> {
  const runs = runsOf(group)
  const { signal, resign } = await schedulerOf(group).campaign(name)
  for (let i = 0; i < 3; i += 1) {
    await delay(100, undefined, { signal }) // Ends at once if somebody else may be the scheduler.
    const { entries } = await runs.scan({ reverse: true, limit: 1 })
    const next = Number(entries[0]?.key ?? 0) + 1
    // Of two that believe for a moment that it is their turn only one gets the run.
    await runs.setIfAbsent(`${next}`.padStart(4, '0'), name)
  }
  await resign()
}
// #endregion schedule

// #region observe
/** Who schedules, one after the other, until nobody does any more. */
async function observe(group: Group): Promise<string[]> {
  const names: string[] = []
  for await (const incumbent of schedulerOf(group).observe()) {
    if (incumbent !== undefined) names.push(incumbent.value)
    else if (names.length > 0) break
  }
  return names
}
// #endregion observe

const members = await createMembers('office', ['Anna', 'Ben', 'Cleo'])
const [anna, ...others] = members as [Member, ...Member[]]
const observed = observe(anna.group)

/** Whoever comes after Anna dies at its first run. */
async function stopTheSecond(): Promise<Member | undefined> {
  for await (const { value } of runsOf(anna.group).watch({ slot: 1 })) {
    const second = others.find(({ name }) => name === value)
    if (second === undefined) continue
    await second.peer.stop()
    return second
  }
  return undefined
}
const stopped = stopTheSecond()

const first = schedule(anna)
for await (const incumbent of schedulerOf(anna.group).observe()) if (incumbent) break
const rest = others.map(async member => {
  try {
    await schedule(member)
  } catch (error) {
    if (member !== (await stopped)) throw error
    console.log(`${member.name} died`)
  }
})
await Promise.all([first, ...rest])
console.log(`schedulers: ${(await observed).join(', ')}`)
for await (const { key, value } of runsOf(anna.group).entries()) console.log(`${key}: ${value}`)
await Promise.all(members.map(({ peer }) => peer.stop()))
