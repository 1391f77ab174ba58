import { afterEach, describe, expect, it } from 'vitest'
import type { ApplyContext, StateMachine } from '../../src/group/machine.js'
import { memoryStore } from '../../src/storage/memory.js'
import { nextEvent, Peers, readValues } from '../support/trio.js'

/** The values that were applied, in order. */
class List implements StateMachine<string> {
  readonly values: string[] = []
  readonly slots: number[] = []
  restored = 0
  /** Lets `restore` end. */
  gate: Promise<void> = Promise.resolve()

  apply(value: string, { slot }: ApplyContext): void {
    if (value === 'throw') throw new RangeError('not this one')
    this.values.push(value)
    this.slots.push(slot)
  }

  async *snapshot(): AsyncGenerator<Uint8Array> {
    const state = JSON.stringify([this.values, this.slots])
    // In two pieces, of which the second is asked for later.
    yield new TextEncoder().encode(state.slice(0, 3))
    yield new TextEncoder().encode(state.slice(3))
  }

  async restore(source: AsyncIterable<Uint8Array>): Promise<void> {
    const pieces: Uint8Array[] = []
    for await (const piece of source) pieces.push(piece)
    await this.gate
    const [values, slots] = JSON.parse(Buffer.concat(pieces).toString())
    this.values.splice(0, this.values.length, ...values)
    this.slots.splice(0, this.slots.length, ...slots)
    this.restored += 1
  }
}

let peers = new Peers(0)
let lists = new Map<string, List>()

afterEach(async () => {
  await peers.stopAll()
  peers = new Peers(0)
})

/** Three peers with a list each, that snapshot often and keep next to nothing of the log. */
async function openTrio(logBytesMax = 0, snapshotEveryBytes = 500): Promise<Peers> {
  lists = new Map()
  peers = new Peers(3, peerId => {
    const machine = new List()
    lists.set(peerId, machine)
    return { machine, snapshotEveryBytes, logBytesMax }
  })
  await peers.open()
  return await peers.ready()
}

function listOf(i: number): List {
  return lists.get(peers.at(i).peerId) ?? new List()
}

function numbers(first: number, last: number): string[] {
  return Array.from({ length: last - first + 1 }, (_, i) => `${first + i}`)
}

async function propose(i: number, values: readonly string[]): Promise<void> {
  for (const value of values) await peers.at(i).group.propose(value)
}

async function settle(...indices: readonly number[]): Promise<void> {
  await Promise.all(indices.map(i => peers.at(i).group.barrier()))
}

/** Waits until the log of a peer begins later than `slot`. */
async function compacted(i: number, slot: number): Promise<void> {
  const { group } = peers.at(i)
  await expect.poll(() => group.status().firstSlot, { timeout: 5_000 }).toBeGreaterThan(slot)
  const read = async (): Promise<void> => {
    for await (const _ of group.log({ from: slot, to: slot })) break
  }
  await expect(read()).rejects.toMatchObject({ name: 'CompactedError' })
}

describe('the machine of a group', () => {
  it('applies what is chosen, in order, everywhere', async () => {
    await openTrio()
    await Promise.all([propose(0, numbers(1, 20)), propose(1, numbers(21, 40))])
    await settle(0, 1, 2)
    expect(listOf(0).values).toHaveLength(40)
    expect(listOf(1).values).toEqual(listOf(0).values)
    expect(listOf(2).values).toEqual(listOf(0).values)
    expect(listOf(2).slots).toEqual(listOf(0).slots)
  })

  it('may throw: that is told, also to the proposer, and the next value is applied', async () => {
    await openTrio()
    await propose(0, ['a'])
    await expect(peers.at(0).group.propose('throw')).rejects.toMatchObject({
      name: 'ApplyError',
      message: 'not this one',
      slot: listOf(0).slots.at(-1) === undefined ? 0 : (listOf(0).slots.at(-1) ?? 0) + 1
    })
    await propose(0, ['b'])
    await settle(1)
    expect(listOf(1).values).toEqual(['a', 'b'])
    expect(peers.at(1).observed.listenerErrors).toMatchObject([{ message: 'not this one' }])
  })

  it('is restored when its group is opened again, and applies the rest', async () => {
    await openTrio(1000)
    await propose(0, numbers(1, 30))
    await compacted(2, 3)
    await settle(2)
    const { values } = listOf(2)
    await peers.stop(2)
    await propose(0, numbers(31, 33))
    await peers.restart(2)
    await settle(2)
    expect(listOf(2).restored).toBe(1)
    expect(listOf(2).values).toEqual([...values, ...numbers(31, 33)])
    expect(listOf(2).slots).toEqual(listOf(0).slots)
  })

  it('that a majority disagrees with is that of a replica which halts, and the others go on', async () => {
    await openTrio()
    const { group } = peers.at(2)
    const told = nextEvent<{ peerId: string }>(group, 'snapshot:divergence')
    const halted = nextEvent<{ error: Error }>(group, 'halt')
    listOf(2).values.push('made up')
    await propose(0, numbers(1, 40))
    expect(['peer-a', 'peer-b']).toContain((await told).peerId)
    expect((await halted).error).toMatchObject({ name: 'StateDivergedError' })
    await propose(0, ['on'])
    await settle(1)
    expect(listOf(1).values.at(-1)).toBe('on')
    await expect(group.barrier()).rejects.toMatchObject({ name: 'ReplicaStoppedError' })
  })

  it('that no majority agrees on is applied to no more, while the group goes on choosing', async () => {
    // Members tell of their newest snapshot: this is the only one.
    await openTrio(0, 2_000)
    const stopped = peers.groups.map(group => nextEvent<{ error: Error }>(group, 'apply:stop'))
    for (const i of [0, 1, 2]) listOf(i).values.push(`made up by ${i}`)
    await propose(0, numbers(1, 40))
    for (const { error } of await Promise.all(stopped)) {
      expect(error).toMatchObject({ name: 'StateDivergedError' })
    }
    const counts = [0, 1, 2].map(i => listOf(i).values.length)
    const { slot } = await peers.at(1).group.propose('chosen and not applied')
    await settle(0, 1, 2)
    expect(peers.at(2).group.chosenSlotMax).toBeGreaterThanOrEqual(slot)
    expect([0, 1, 2].map(i => listOf(i).values.length)).toEqual(counts)
    await expect(peers.at(0).group.map('m').get('x')).rejects.toMatchObject({
      name: 'StateDivergedError'
    })
  })

  it('is not given to two groups', async () => {
    await openTrio()
    const { runtime, peerId } = peers.at(0)
    const used = lists.get(peerId)
    if (used === undefined) throw new Error('there is no list')
    const { openGroup } = await import('../support/groups.js')
    const options = { founders: [peerId], machine: used }
    await expect(openGroup(runtime, 'other', options)).rejects.toMatchObject({
      name: 'InvalidOptionsError'
    })
  })
})

describe('a member that lacks what the others have given up', () => {
  it('gets a snapshot, and what came after it', async () => {
    await openTrio()
    await propose(0, ['first'])
    await settle(2)
    await peers.stop(2)
    await propose(0, numbers(1, 60))
    await compacted(0, 10)
    await compacted(1, 10)
    const group = await peers.restart(2)
    const gaps: { fromSlot: number; toSlot: number }[] = []
    const slots: number[] = []
    group.addEventListener('snapshot:install', ({ detail }) => gaps.push(detail))
    group.addEventListener('chosen', ({ detail }) => slots.push(detail.slot))
    await propose(1, ['last'])
    await settle(2)
    expect(listOf(2).values).toEqual(['first', ...numbers(1, 60), 'last'])
    expect(listOf(2).slots).toEqual(listOf(0).slots)
    expect(gaps.length).toBeGreaterThan(0)
    const { toSlot = 0 } = gaps.at(-1) ?? {}
    const after = listOf(2).slots.filter(slot => slot > toSlot)
    expect(slots.slice(-after.length)).toEqual(after)
    await expect(readValues(group)).rejects.toMatchObject({ name: 'CompactedError' })
  })

  it('without anything at all becomes a member again', async () => {
    await openTrio()
    await propose(0, numbers(1, 40))
    await compacted(0, 10)
    await compacted(1, 10)
    await peers.stop(2)
    await peers.restart(2, memoryStore())
    await peers.at(0).group.reconfigure({ add: [peers.at(2).peerId] })
    await settle(2)
    expect(listOf(2).values).toEqual(numbers(1, 40))
    expect(listOf(2).restored).toBeGreaterThan(0)
    await propose(2, ['mine'])
    await settle(0)
    expect(listOf(0).values.at(-1)).toBe('mine')
  })

  it('votes while its machine is being restored, and applies nothing before that is done', async () => {
    await openTrio()
    await propose(0, ['first'])
    await peers.stop(2)
    await propose(0, numbers(1, 60))
    await compacted(0, 10)
    await compacted(1, 10)
    const gate = Promise.withResolvers<void>()
    const group = await peers.restart(2)
    listOf(2).gate = gate.promise
    await nextEvent(group, 'snapshot:install')
    await peers.stop(1)
    await propose(0, numbers(61, 70))
    expect(listOf(2).restored).toBe(0)
    expect(listOf(2).values).not.toContain('61')
    gate.resolve()
    await settle(2)
    expect(listOf(2).values).toEqual(['first', ...numbers(1, 70)])
  })

  it('gets entries as long as the log has them', async () => {
    await openTrio(Number.POSITIVE_INFINITY)
    await propose(0, ['first'])
    await peers.stop(2)
    await propose(0, numbers(1, 60))
    const group = await peers.restart(2)
    await settle(2)
    expect(listOf(2).restored).toBeLessThanOrEqual(1)
    expect(await readValues(group)).toEqual(['first', ...numbers(1, 60)])
  })
})
