import { afterEach, describe, expect, it } from 'vitest'
import { createPeers, type TestPeers } from '../support/peer-process.js'
import { type RunningCli, startCli } from '../support/run-cli.js'

let group: TestPeers | undefined

afterEach(async () => {
  await group?.[Symbol.asyncDispose]()
  group = undefined
})

/** A peer that founded a group alone, and takes commands. */
async function start(): Promise<RunningCli> {
  group = await createPeers(1)
  const { directory, peerId } = group.at(0)
  return startCli([
    ...['peer', '--interactive', '--store', directory],
    ...['--group', 'test', '--founders', peerId]
  ])
}

describe('a peer with --interactive', () => {
  it('answers commands one after the other, in plain text, and ends with its input', async () => {
    const running = await start()
    const commands = [
      'put names alice "Alice Smith"',
      'get names alice',
      'get names bob local',
      'cas names alice 1 Eve',
      'cas names bob 0 Bob',
      'scan names',
      'scan names "" alice',
      'delete names bob 1',
      'delete names bob',
      'delete names bob',
      '',
      'lock l',
      'lock l',
      'locks',
      'unlock l',
      'unlock l',
      'locks',
      'next ids',
      'put names bob',
      'paint names',
      'put names "bob',
      'cas names bob first Bob'
    ]
    running.child.stdin?.end(`${commands.join('\n')}\n`)
    const { code, stdout, stderr } = await running.result
    expect(code).toBe(0)
    const lines = stdout
      .split('\n')
      .map(line => line.replaceAll(/(version|token) \d+/g, (_, what) => `${what} N`))
    expect(lines).toEqual([
      'set, version N',
      '"Alice Smith", version N',
      'there is no such key',
      'not set: "Alice Smith", version N',
      'set, version N',
      'alice = "Alice Smith", version N',
      'bob = Bob, version N',
      'bob = Bob, version N',
      'not deleted: Bob, version N',
      'deleted',
      'not deleted: there is no such key',
      'locked, token N',
      'taken: somebody has it',
      'l, token N',
      'unlocked',
      'failed: LockLostError: this peer does not have the lock l',
      'no locks',
      '1',
      'failed: InvalidOptionsError: it is put MAP KEY VALUE',
      'failed: InvalidOptionsError: there is no command paint: help lists those that are',
      'failed: InvalidOptionsError: "bob is no text in double quotes',
      'failed: InvalidOptionsError: cas.version must be a whole number from 0 to 9007199254740991',
      ''
    ])
    expect(stderr).toContain('listens on /ip4/127.0.0.1/tcp/')
  })

  it('explains itself, tells how the group stands, and quits', async () => {
    const running = await start()
    running.child.stdin?.write('help\nput names k v\nstatus\nquit\nput names k w\n')
    const { code, stdout } = await running.result
    expect(code).toBe(0)
    const shown = stdout.split('\n')
    const named = 'get put cas delete scan lock unlock locks next status help quit'.split(' ')
    expect(shown.slice(0, named.length).map(line => line.split(' ')[0])).toEqual(named)
    for (const line of shown) expect(line.length).toBeLessThanOrEqual(80)
    const peerId = group?.at(0).peerId
    expect(stdout).toContain(`leader  ${peerId}\nquorum  available\n`)
    expect(stdout.match(/set, version/g)).toHaveLength(1)
  })
})
