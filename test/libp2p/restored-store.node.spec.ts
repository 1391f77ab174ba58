import { cp, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { PrivateKey } from '@libp2p/interface'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { stringCodec } from '../../src/group/codec.js'
import type { Group } from '../../src/group/group.js'
import { levelStore } from '../../src/storage/level.js'
import { introduce } from '../support/libp2p-node.js'
import {
  createKeys,
  createPaxosNode,
  introduceAll,
  openAll,
  type PaxosNode
} from '../support/paxos-nodes.js'

/** Three founders with stores on disk, of whom the last one stops, and starts with what is in some directory. */
class Trio {
  readonly #directory: string
  #nodes: PaxosNode[] = []
  #keys: PrivateKey[] = []
  groups: Group<string>[] = []

  constructor(directory: string) {
    this.#directory = directory
  }

  async start(): Promise<void> {
    this.#keys = await createKeys(3)
    this.#nodes = await Promise.all(this.#keys.map((_, i) => this.#node(i, this.path(String(i)))))
    await introduceAll(this.#nodes)
    this.groups = await openAll(this.#nodes, { churn: false })
    for (const group of this.groups) await group.ready({ timeoutMs: 10_000 })
  }

  path(name: string): string {
    return join(this.#directory, name)
  }

  async stopLast(): Promise<void> {
    await this.#nodes.pop()?.stop()
    this.groups.pop()
  }

  async startLast(path: string): Promise<Group<string>> {
    const node = await this.#node(2, path)
    for (const other of this.#nodes) {
      await introduce(node, other)
      await introduce(other, node)
    }
    this.#nodes.push(node)
    const group = await node.services.paxos.open('test', {
      founders: this.#nodes.map(({ peerId }) => peerId),
      codec: stringCodec,
      churn: false
    })
    this.groups.push(group)
    return group
  }

  async stop(): Promise<void> {
    await Promise.all(this.#nodes.map(node => node.stop()))
  }

  async #node(i: number, path: string): Promise<PaxosNode> {
    return await createPaxosNode(this.#keys[i] as PrivateKey, {
      paxos: { store: levelStore(path) }
    })
  }
}

describe('a store that is put back from a copy', () => {
  let directory: string
  let trio: Trio

  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'restored-'))
    trio = new Trio(directory)
    await trio.start()
  })

  afterEach(async () => {
    await trio.stop()
    await rm(directory, { recursive: true, force: true })
  })

  async function halted(group: Group<string>): Promise<void> {
    await expect.poll(() => group.status().state, { timeout: 10_000 }).toBe('halted')
    expect(group.status().error).toMatchObject({ name: 'StoreCorruptError' })
    for (const other of trio.groups.slice(0, 2)) {
      await expect(other.propose('after', { timeoutMs: 10_000 })).resolves.toMatchObject({})
    }
  }

  it('is found out by those who heard of it later, though it was opened as often', async () => {
    await trio.stopLast()
    await cp(trio.path('2'), trio.path('copy'), { recursive: true })
    const again = await trio.startLast(trio.path('2'))
    await again.propose('promised', { timeoutMs: 10_000 })
    await trio.stopLast()
    await halted(await trio.startLast(trio.path('copy')))
  })

  it('is found out if it was opened less often', async () => {
    await trio.stopLast()
    await cp(trio.path('2'), trio.path('copy'), { recursive: true })
    for (let i = 0; i < 2; i += 1) {
      const again = await trio.startLast(trio.path('2'))
      await again.propose('promised', { timeoutMs: 10_000 })
      await trio.stopLast()
    }
    await halted(await trio.startLast(trio.path('copy')))
  })

  it('is no copy if it just starts again', async () => {
    for (let i = 0; i < 3; i += 1) {
      await trio.stopLast()
      const again = await trio.startLast(trio.path('2'))
      await again.propose('promised', { timeoutMs: 10_000 })
      expect(again.status().state).toBe('open')
    }
  })
})
