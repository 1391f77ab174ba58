import { afterEach, describe, expect, it } from 'vitest'
import type { ApplyContext, StateMachine } from '../../src/group/machine.js'
import { nextEvent, Peers } from '../support/trio.js'

const encoder = new TextEncoder()
const decoder = new TextDecoder()

/** Notes the version and a random number for each value, and tells the value reversed. */
class Notes implements StateMachine<string> {
  readonly version: number
  readonly notes: string[] = []

  constructor(version: number) {
    this.version = version
  }

  apply(value: string, { version, random }: ApplyContext): Uint8Array | undefined {
    this.notes.push(`${value} ${version} ${random()} ${random()}`)
    return value === 'silent' ? undefined : encoder.encode([...value].reverse().join(''))
  }

  async *snapshot(): AsyncGenerator<Uint8Array> {
    yield encoder.encode(JSON.stringify(this.notes))
  }

  async restore(source: AsyncIterable<Uint8Array>): Promise<void> {
    let text = ''
    for await (const piece of source) text += decoder.decode(piece)
    this.notes.splice(0, this.notes.length, ...JSON.parse(text))
  }
}

let peers = new Peers(0)
let machines: Notes[] = []

afterEach(async () => {
  await peers.stopAll()
  peers = new Peers(0)
})

/** Three peers, whose machines know these versions. */
async function openTrio(...versions: readonly number[]): Promise<void> {
  machines = []
  peers = new Peers(3, peerId => {
    const i = peerId.charCodeAt(peerId.length - 1) - 97
    const machine = new Notes(versions[i] ?? 1)
    machines[i] = machine
    return { machine, snapshotEveryBytes: 400, logBytesMax: 0 }
  })
  await peers.open()
  await peers.ready()
}

describe('what the machine makes of a value', () => {
  it('reaches its proposer, wherever that is', async () => {
    await openTrio()
    for (const [i, value] of ['abc', 'silent', ''].entries()) {
      const { result } = await peers.at(i).group.propose(value)
      const expected = value === 'silent' ? undefined : [...value].reverse().join('')
      expect(result && decoder.decode(result)).toBe(expected)
    }
  })

  it('is drawn by chance in the same way everywhere, and in another way for each value', async () => {
    await openTrio()
    for (const value of ['a', 'b', 'c']) await peers.at(0).group.propose(value)
    await Promise.all(peers.groups.map(group => group.barrier()))
    const [first, second, third] = machines.map(({ notes }) => notes)
    expect(second).toEqual(first)
    expect(third).toEqual(first)
    const numbers = (first ?? []).flatMap(note => note.split(' ').slice(2).map(Number))
    expect(new Set(numbers).size).toBe(6)
    for (const number of numbers) {
      expect(number).toBeGreaterThanOrEqual(0)
      expect(number).toBeLessThan(1)
    }
  })
})

describe('the version of the machine', () => {
  it('is 1 until it is raised, and is not lowered', async () => {
    await openTrio(3, 3, 3)
    const { group } = peers.at(1)
    await group.propose('a')
    await group.upgradeMachine(3)
    await group.propose('b')
    await group.upgradeMachine(2)
    await group.propose('c')
    const versions = machines[1]?.notes.map(note => note.split(' ')[1])
    expect(versions).toEqual(['1', '3', '3'])
  })

  it('stays what it was in snapshots', async () => {
    await openTrio(2, 2, 2)
    await peers.at(0).group.upgradeMachine(2)
    for (let i = 0; i < 30; i += 1) await peers.at(0).group.propose(`${i}`)
    await expect.poll(() => peers.at(2).group.status().firstSlot).toBeGreaterThan(10)
    await peers.stop(2)
    await peers.restart(2)
    await peers.at(0).group.propose('last')
    await peers.at(2).group.barrier()
    expect(machines[2]?.notes.at(-1)?.split(' ').slice(0, 2)).toEqual(['last', '2'])
  })

  it.each([0, 1.5, Number.NaN])('cannot be %s', async version => {
    await openTrio()
    await expect(peers.at(0).group.upgradeMachine(version)).rejects.toMatchObject({
      name: 'InvalidOptionsError'
    })
  })

  it('that the leader does not know makes it hand over', async () => {
    await openTrio(2, 1, 2)
    const { peerId, group: old } = peers.at(1)
    await old.transferLeadership(peerId)
    await peers.at(0).group.upgradeMachine(2)
    await expect.poll(() => old.leader ?? peerId).not.toBe(peerId)
    await peers.at(0).group.propose('on')
    expect(old.status()).toMatchObject({ role: 'follower', votes: true })
  })

  it('that a member does not know stops what it applies, and not its vote', async () => {
    await openTrio(2, 1, 2)
    const { group: old } = peers.at(1)
    const stopped = nextEvent<{ error: Error }>(old, 'apply:stop')
    const watch = old.map('m').watch().next()
    const observer = old.election('e').observe()
    await observer.next()
    const observed = observer.next()
    const failures = [watch, observed].map(call =>
      expect(call).rejects.toMatchObject({ name: 'UnsupportedVersionError' })
    )
    await peers.at(0).group.upgradeMachine(2)
    const { error } = await stopped
    expect(error).toMatchObject({ name: 'UnsupportedVersionError' })
    expect(old.status()).toMatchObject({ state: 'open', applyError: error })
    await Promise.all(failures)
    await peers.stop(2)
    // The quorum is the one that applies, and the one that does not.
    const { slot } = await peers.at(0).group.propose('on')
    expect(machines[0]?.notes).toHaveLength(1)
    await old.barrier()
    expect(old.chosenSlotMax).toBeGreaterThanOrEqual(slot)
    expect(machines[1]?.notes).toEqual([])
    for (const call of [() => old.map('m').get('x'), () => old.sequence('s').next()]) {
      await expect(call()).rejects.toMatchObject({ name: 'UnsupportedVersionError' })
    }
  })
})
