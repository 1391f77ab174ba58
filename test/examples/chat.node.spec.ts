import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, it } from 'vitest'
import { ExampleProcess } from './example-process.js'

const members = ['alice', 'bob', 'carol']
const processes: ExampleProcess[] = []
let directory: string | undefined

afterEach(async () => {
  for (const process of processes.splice(0)) {
    process.kill()
    await process.exit()
  }
  if (directory !== undefined) await rm(directory, { recursive: true })
})

it('shows everyone the same lines in the same order, with the history for who comes back', async () => {
  directory = await mkdtemp(join(tmpdir(), 'chat-'))
  const room = `room${Math.random().toString(36).slice(2, 10)}`
  const enter = (member: string): ExampleProcess => {
    const process = new ExampleProcess('chat/index', [member, directory ?? '', room])
    processes.push(process)
    return process
  }
  const [alice, bob, carol] = members.map(enter) as [ExampleProcess, ExampleProcess, ExampleProcess]
  for (let i = 0; i < 5; i += 1) {
    alice.write(`hello ${i}`)
    bob.write(`good day ${i}`)
    carol.write(`hi ${i}`)
  }
  for (const chat of [alice, bob, carol]) {
    await chat.until('fifteen lines', lines => lines.length === 15)
  }

  // Carol is cut off; the others go on, and she reads it all when she is back.
  carol.kill()
  await carol.exit()
  for (let i = 0; i < 5; i += 1) {
    alice.write(`is she gone ${i}`)
    bob.write(`it seems so ${i}`)
  }
  for (const chat of [alice, bob]) {
    await chat.until('ten more lines', lines => lines.length === 25)
  }
  const carolAgain = enter('carol')
  await carolAgain.until('the history', lines => lines.length === 25)
  carolAgain.write('I am back')
  for (const chat of [alice, bob, carolAgain]) {
    await chat.until('the last line', lines => lines.at(-1)?.endsWith('carol: I am back') === true)
  }

  expect(bob.lines).toEqual(alice.lines)
  expect(carolAgain.lines).toEqual(alice.lines)
  expect(carol.lines).toEqual(alice.lines.slice(0, 15))
  const saidBy = (name: string): string[] =>
    alice.lines.flatMap(line => line.split(`${name}: `)[1] ?? [])
  expect(saidBy('bob').slice(0, 5)).toEqual([0, 1, 2, 3, 4].map(i => `good day ${i}`))

  for (const chat of [alice, bob, carolAgain]) chat.end()
  for (const chat of [alice, bob, carolAgain]) expect(await chat.exit()).toBe(0)
})
