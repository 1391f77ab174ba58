/**
 * Workers print jobs, each under a lock. One dies in the middle of a job: another one prints that, and what the dead one had sent, and
 * comes late, is refused.
 *
 * Run it with `npx node dist/examples/work-queue/index.js` after `npm run compile`.
 */
import { type Group, type HeldLock, jsonCodec, type ReplicatedMap } from 'libp2p-paxos'
import { createMembers, type Member } from '../create-members.js'
import { Press } from './press.js'

type Send = (job: string, token: number, page: string) => Promise<void>

const press = new Press()
const pages = ['cover', 'text', 'index']

/** The pages of jobs that are to be printed. */
function jobsOf(group: Group): ReplicatedMap<string[]> {
  return group.map('jobs', { codec: jsonCodec<string[]>() })
}

// #region work
/** Prints until nothing is left to do. */
async function work(group: Group, send: Send): Promise<void> {
  const jobs = jobsOf(group)
  for (;;) {
    const { entries } = await jobs.scan()
    if (entries.length === 0) return
    const keys = entries.map(({ key }) => key)
    const { job, lock } = await lockOne(group, keys)
    await using _ = lock // Released whatever happens, or after `ttlMs` if this process dies.
    const toPrint = await jobs.get(job) // Not there if somebody did it before this got the lock.
    if (toPrint !== undefined && press.begin(job, lock.token)) {
      for (const page of toPrint) await send(job, lock.token, page)
      press.finish(job, lock.token)
    }
    await jobs.delete(job)
  }
}

/** Locks a job that nobody has, or else waits for the first one. */
async function lockOne(
  group: Group,
  jobs: readonly string[]
): Promise<{ job: string; lock: HeldLock }> {
  for (const job of jobs) {
    const lock = await group.lock(job, { ttlMs: 3_000 }).tryAcquire()
    if (lock !== undefined) return { job, lock }
  }
  const [job = ''] = jobs
  return { job, lock: await group.lock(job, { ttlMs: 3_000 }).acquire() }
}
// #endregion work

const members = await createMembers('print-shop', ['Anna', 'Ben', 'Cleo'])
const [anna, ben, cleo] = members as [Member, Member, Member]
for (let i = 1; i <= 9; i += 1) await jobsOf(anna.group).set(`job ${i}`, pages)

const hasBegun = Promise.withResolvers<void>()
const isLate = Promise.withResolvers<void>()
const sendOfAnna: Send = async (job, token, page) => {
  if (page === 'text') {
    hasBegun.resolve()
    await isLate.promise // It is under way for long.
  }
  press.print(job, token, page)
}
const workOfAnna = work(anna.group, sendOfAnna)
await hasBegun.promise
await anna.peer.stop()
console.log('Anna printed the cover of job 1, and died')

// It arrives when somebody else is in the middle of that job.
const send: Send = async (job, token, page) => {
  if (job === 'job 1' && page === 'text') {
    isLate.resolve()
    await workOfAnna.catch(() => console.log(`late, for ${press.refused.join()}: refused`))
  }
  press.print(job, token, page)
}
await Promise.all([ben, cleo].map(({ group }) => work(group, send)))
for (const [job, print] of press.prints) console.log(`${job}: ${print.pages.join(', ')}`)
await Promise.all([ben, cleo].map(({ peer }) => peer.stop()))
