import { readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { VoterGroup } from '../voter-group.js'
import { repeated, type SweepInit, type SweepResult } from './sweep.js'

const lengths = [1_000, 10_000, 100_000, 1_000_000]
const fullLength = 10_000_000
const inFlight = 1_024

const mebibyte = 1024 * 1024

export async function sweepLog(init: SweepInit): Promise<SweepResult> {
  await using group = await VoterGroup.start({ parent: init.directory })
  const rows: number[][] = []
  for (const length of init.full ? [...lengths, fullLength] : lengths) {
    const { leader, followers } = await group.roles()
    await leader.call('fill', { chosenSlotMax: length, inFlight })
    await group.ready()
    let [follower = leader] = followers
    const figures = await repeated(init, `a log of ${length}`, async () => {
      follower.kill()
      const { openMs, rss, process } = await group.restart(follower)
      follower = process
      return [openMs, rss / mebibyte]
    })
    rows.push([length, ...figures, (await sizeOf(group.directoryOf(follower))) / mebibyte])
  }
  return {
    name: 'log',
    what: "A follower that was killed starts again over a log of values of 100 bytes: until the group is open, with the most memory of its process, and its store's files.",
    columns: ['values in the log', 'start ms', 'memory MiB', 'disk MiB'],
    rows,
    plotted: [1]
  }
}

async function sizeOf(directory: string): Promise<number> {
  const entries = await readdir(directory, { recursive: true, withFileTypes: true })
  const files = entries.filter(entry => entry.isFile())
  const sizes = await Promise.all(
    files.map(async ({ parentPath, name }) => (await stat(join(parentPath, name))).size)
  )
  return sizes.reduce((sum, size) => sum + size, 0)
}
