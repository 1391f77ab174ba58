import { describe, expect, it } from 'vitest'
import { parseCommand } from '../../src/cli/arguments.js'
import { runCli } from '../support/run-cli.js'

const id = '12D3KooWJvHmBGSyy1NLWKkDUpjfGtt8M1PBQ9XtyR2EHZi8W4gY'
const peer = ['peer', '--store', 'dir', '--group', 'g', '--founders', id]

describe('arguments', () => {
  it('fills in what a peer was not told', () => {
    expect(parseCommand(peer)).toEqual({
      type: 'peer',
      options: {
        store: 'dir',
        group: { type: 'found', name: 'g', founders: [id] },
        role: undefined,
        admit: 'nobody',
        churn: undefined,
        listen: ['/ip4/127.0.0.1/tcp/0'],
        bootstrap: [],
        mdns: undefined,
        input: 'values'
      }
    })
  })

  it('takes lists with commas and repeated options alike', () => {
    const [first, second] = [1, 2].map(port => `/ip4/127.0.0.1/tcp/${port}`)
    const lists = ['--listen', `${first},${second}`, '--bootstrap', `${first}/p2p/${id}`]
    const command = parseCommand([...peer, ...lists, '--bootstrap', `${second}/p2p/${id}`])
    expect(command).toMatchObject({
      options: { listen: [first, second], bootstrap: [`${first}/p2p/${id}`, `${second}/p2p/${id}`] }
    })
  })

  it('takes an invite in place of a name and founders, and whom to admit', () => {
    const join = ['peer', '--store', 'dir', '--invite', 'paxos:x', '--role', 'voter']
    expect(parseCommand([...join, '--admit', id])).toMatchObject({
      options: { group: { type: 'join', invite: 'paxos:x' }, role: 'voter', admit: [id] }
    })
    expect(parseCommand([...peer, '--admit', 'all'])).toMatchObject({ options: { admit: 'all' } })
    expect(parseCommand([...peer, '--churn', 'off'])).toMatchObject({ options: { churn: false } })
    expect(parseCommand([...peer, '--json'])).toMatchObject({ options: { input: 'json' } })
    expect(parseCommand([...peer, '--interactive'])).toMatchObject({
      options: { input: 'commands' }
    })
    const churn = ['--churn', 'graceMs=5,votersTarget=7']
    expect(parseCommand([...peer, ...churn])).toMatchObject({
      options: { churn: { graceMs: 5, votersTarget: 7 } }
    })
  })

  it('gives the demo what it was told', () => {
    const args = ['--peers', '3', '--seconds', '2', '--rate', '50', '--discovery', 'mdns']
    expect(parseCommand(['demo', ...args, '--mdns-port', '5354', '--json'])).toEqual({
      type: 'demo',
      options: {
        peerCount: 3,
        churn: false,
        seconds: 2,
        discovery: 'mdns',
        inFlight: 8,
        rate: 50,
        mdns: { serviceTag: undefined, port: 5354 },
        json: true
      }
    })
  })

  it.each([
    [[], 'name a command'],
    [['paint'], 'there is no command paint'],
    [['constructor'], 'there is no command constructor'],
    [['id'], '--store is missing'],
    [['id', '--store', 'a', 'b'], 'Unexpected argument'],
    [['demo', '--colour'], 'Unknown option'],
    [['demo', '--peers', '2'], '--peers must be a whole number from 3 to 15, not 2'],
    [['demo', '--seconds', '1.5'], '--seconds must be a whole number'],
    [['demo', '--discovery', 'luck'], '--discovery must be bootstrap or mdns, not luck'],
    [peer.slice(0, 5), '--founders is missing'],
    [[...peer, '--founders', 'nobody'], '--founders has "nobody"'],
    [[...peer, '--admit', 'nobody'], '--admit has "nobody"'],
    [[...peer, '--churn', 'patience=1'], '--churn has patience=1'],
    [[...peer, '--churn', 'graceMs=soon'], '--churn has graceMs=soon'],
    [['demo', '--churn', '--peers', '5'], '--peers must be a whole number from 10 to 30'],
    [[...peer, '--json', '--interactive'], '--json is for programs'],
    [[...peer, '--role', 'king'], '--role must be voter or learner, not king'],
    [[...peer, '--invite', 'paxos:x'], '--invite names the group'],
    [[...peer, '--listen', '127.0.0.1:1'], '--listen has "127.0.0.1:1"'],
    [[...peer, '--bootstrap', '/ip4/127.0.0.1/tcp/1'], 'it must end in /p2p/ID']
  ])('refuses %j', (args, message) => {
    expect(() => parseCommand(args)).toThrow(
      expect.objectContaining({ name: 'UsageError', message: expect.stringContaining(message) })
    )
  })
})

describe('the command', () => {
  it('prints one line and a hint on standard error, with exit code 2', async () => {
    const { code, stdout, stderr } = await runCli(['demo', '--peers', 'many'])
    expect([code, stdout]).toEqual([2, ''])
    expect(stderr).toMatch(
      /^libp2p-paxos: UsageError: --peers [^\n]*\nTry libp2p-paxos --help\.\n$/
    )
  })

  it.each([[['--help']], [['-h']], [['demo', '--help']]])(
    'explains itself within 80 columns on %j',
    async args => {
      const { code, stdout, stderr } = await runCli(args)
      expect([code, stderr]).toEqual([0, ''])
      for (const command of ['peer', 'id', 'demo'])
        expect(stdout).toMatch(new RegExp(`^${command} `, 'm'))
      for (const line of stdout.split('\n')) expect(line.length).toBeLessThanOrEqual(80)
    }
  )

  it('prints its version', async () => {
    const { code, stdout } = await runCli(['--version'])
    expect([code, stdout]).toEqual([0, expect.stringMatching(/^\d+\.\d+\.\d+\n$/)])
  })
})
