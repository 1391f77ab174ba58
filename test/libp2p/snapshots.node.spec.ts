import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join as path } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { CompactedError } from '../../src/errors.js'
import type { StateMachine } from '../../src/group/machine.js'
import type { GroupOptions } from '../../src/group/options.js'
import { levelStore } from '../../src/storage/level.js'
import { memoryStore } from '../../src/storage/memory.js'
import type { Store } from '../../src/storage/store.js'
import { createKeys, createPaxosNode, type PaxosNode } from '../support/paxos-nodes.js'

const cleanups: (() => Promise<unknown>)[] = []

afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup()
})

async function start(store: Store = memoryStore()): Promise<PaxosNode> {
  const [key] = await createKeys(1)
  if (key === undefined) throw new Error('no key')
  const node = await createPaxosNode(key, { paxos: { store } })
  cleanups.push(async () => await node.stop())
  return node
}

/** Texts under names of one byte, each as long as a value may be. */
class Shelf implements StateMachine {
  readonly items = new Map<number, Uint8Array>()

  apply(value: Uint8Array): void {
    const [name = 0] = value
    this.items.set(name, value)
  }

  async *snapshot(): AsyncGenerator<Uint8Array> {
    // The map changes while this is read.
    for (const item of [...this.items.values()]) yield item
  }

  async restore(source: AsyncIterable<Uint8Array>): Promise<void> {
    this.items.clear()
    let rest = new Uint8Array(0)
    for await (const piece of source) {
      rest = new Uint8Array(Buffer.concat([rest, piece]))
      for (; rest.length >= itemBytes; rest = rest.slice(itemBytes)) {
        this.apply(rest.slice(0, itemBytes))
      }
    }
  }
}

const itemBytes = 100_000

function itemOf(name: number, round: number): Uint8Array {
  const item = new Uint8Array(itemBytes).fill(round)
  item[0] = name
  return item
}

const founding = { snapshotEveryBytes: 1_000_000, logBytesMax: 0, admit: () => true } as const

/** A group of one that chose 60 values of 20 names, and keeps little of its log. */
async function founded() {
  const founder = await start()
  const machine = new Shelf()
  const group = await founder.services.paxos.found<Uint8Array>('test', { machine, ...founding })
  for (let i = 0; i < 60; i += 1) await group.propose(itemOf(i % 20, Math.floor(i / 20)))
  // A snapshot is written without haste.
  await expect.poll(() => group.status().firstSlot, { timeout: 10_000 }).toBeGreaterThan(1)
  return { founder, machine, first: group }
}

async function join(
  founder: PaxosNode,
  node: PaxosNode,
  options: Partial<GroupOptions<Uint8Array>>
) {
  const invite = await founder.services.paxos.invite('test')
  return await node.services.paxos.join<Uint8Array>(invite, { admit: () => true, ...options })
}

describe('a joiner of a group that gave up most of its log', () => {
  it('gets the state on a stream of its own, then the rest of the log', async () => {
    const { founder, machine, first } = await founded()
    const node = await start()
    const protocols = new Set<string>()
    const own = new Shelf()
    const group = await join(founder, node, { machine: own })
    await group.barrier({ timeoutMs: 20_000 })
    expect(group.status().firstSlot).toBeGreaterThan(1)
    for (const { streams } of node.getConnections()) {
      for (const { protocol } of streams) protocols.add(protocol)
    }
    expect([...protocols]).toContain('/paxos-snapshot/1.0.0')
    await group.propose(itemOf(3, 9), { timeoutMs: 20_000 })
    expect(own.items.size).toBe(20)
    expect(own.items.get(3)?.[1]).toBe(9)
    await first.barrier()
    for (const [name, item] of machine.items) expect(own.items.get(name)).toEqual(item)
    const read = async (): Promise<void> => {
      for await (const _ of group.log({ from: 1 })) break
    }
    await expect(read()).rejects.toBeInstanceOf(CompactedError)
  })

  it('keeps it on its disk, and starts from there', async () => {
    const { founder, first: founders } = await founded()
    const directory = await mkdtemp(path(tmpdir(), 'paxos-'))
    cleanups.push(() => rm(directory, { recursive: true }))
    const node = await start(levelStore(directory))
    const first = new Shelf()
    const group = await join(founder, node, { machine: first })
    await group.barrier({ timeoutMs: 20_000 })
    await group.close()
    await founders.propose(itemOf(7, 8))
    const second = new Shelf()
    const again = await join(founder, node, { machine: second })
    await again.barrier({ timeoutMs: 20_000 })
    expect(second.items.size).toBe(20)
    expect(second.items.get(7)?.[1]).toBe(8)
    expect(first.items.get(7)?.[1]).toBe(2)
  })
})
