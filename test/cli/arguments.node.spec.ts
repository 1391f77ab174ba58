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
        group: 'g',
        founders: [id],
        listen: ['/ip4/127.0.0.1/tcp/0'],
        bootstrap: [],
        mdns: undefined,
        json: false
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

  it('gives the demo what it was told', () => {
    const args = ['--peers', '3', '--seconds', '2', '--rate', '50', '--discovery', 'mdns']
    expect(parseCommand(['demo', ...args, '--mdns-port', '5354', '--json'])).toEqual({
      type: 'demo',
      options: {
        peerCount: 3,
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
