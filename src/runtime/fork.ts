import { type Ballot, bottomBallot } from '../core/ballot.js'
import { firstEpoch } from '../core/configuration.js'
import type { Entry } from '../core/entry.js'
import type { Snapshot } from '../core/snapshot.js'
import { StoreCorruptError } from '../errors.js'
import type { ReplicaStore } from '../storage/store.js'

/** Bytes of entries that are copied at a time. */
const copyBytesMax = 1024 * 1024

/**
 * Copies all that a replica holds, known to be chosen or not, to the store of the first replica of another group: as if that had chosen it,
 * alone, in its first epoch. Only the last batch founds that group.
 *
 * @param self PeerId of the only voter of the new group.
 * @throws StoreError, StoreCorruptError if that fails; then there is no new group.
 */
export async function copyGroup(from: ReplicaStore, to: ReplicaStore, self: string): Promise<void> {
  const { compactedSlotMax, lastSlot, snapshot } = from.recovered
  const { incarnation } = to.recovered
  const ballot: Ballot = { epoch: firstEpoch, round: 1, priority: 0, incarnation }
  let slot = 1
  if (compactedSlotMax > 0 && snapshot !== undefined) {
    await copyContent(from, to, snapshot)
    const chosen = { slotMax: snapshot.slot, ballot }
    await to.append({ chosen, snapshot: { ...snapshot, ballot }, compactedSlotMax: snapshot.slot })
    slot = snapshot.slot + 1
  }
  while (slot <= lastSlot) {
    const entries = await from.read(slot, lastSlot + 1, copyBytesMax)
    if (entries.length === 0) throw new StoreCorruptError(`slot ${slot} of the log is missing`)
    await to.append({ log: { firstSlot: slot, entries: entries.map(withoutStop) } })
    slot += entries.length
  }
  const quorum = { prepare: 1, accept: 1 }
  const configuration = { epoch: firstEpoch, voters: [{ peerId: self, incarnation }], quorum }
  const bottom = bottomBallot(0)
  await to.append({
    genesis: { promisedBallot: bottom, accepted: { ballot: bottom, configuration }, chosen: true },
    promisedBallot: ballot,
    acceptedBallot: ballot,
    chosen: { slotMax: lastSlot, ballot }
  })
}

async function copyContent(
  from: ReplicaStore,
  to: ReplicaStore,
  { slot }: Snapshot
): Promise<void> {
  const stage = await to.stageSnapshot(slot)
  for (let index = 0; ; index += 1) {
    const part = await from.readSnapshot(slot, index)
    if (part === undefined) break
    await stage.write(part)
  }
  await stage.finish()
}

/** The epochs of the old group are none of the new one's: in the place of their ends there is nothing. */
function withoutStop(entry: Entry): Entry {
  if (entry.type !== 'stop') return entry
  const { configuration: _, ...place } = entry
  return { ...place, type: 'no-op' }
}
