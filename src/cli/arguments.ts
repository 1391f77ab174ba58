import { readFileSync } from 'node:fs'
import { type ParseArgsConfig, parseArgs } from 'node:util'
import { peerIdFromString } from '@libp2p/peer-id'
import { CODE_P2P, multiaddr } from '@multiformats/multiaddr'
import { churnOptions } from '../runtime/churn.js'
import type { DemoOptions } from './demo/options.js'
import { UsageError } from './exit-codes.js'
import type { PeerOptions } from './peer.js'

/** What the command line asks for. */
export type Command =
  | { readonly type: 'help' }
  | { readonly type: 'version' }
  | { readonly type: 'id'; readonly store: string }
  | { readonly type: 'peer'; readonly options: PeerOptions }
  | { readonly type: 'demo'; readonly options: DemoOptions }

type Values = Readonly<Record<string, string | boolean | (string | boolean)[] | undefined>>
type Specification = NonNullable<ParseArgsConfig['options']>

const text = { type: 'string' } as const
const list = { type: 'string', multiple: true } as const
const flag = { type: 'boolean' } as const
const common: Specification = { help: { type: 'boolean', short: 'h' }, version: flag }

const specifications: Readonly<Record<string, Specification>> = {
  peer: {
    store: text,
    group: text,
    founders: list,
    invite: text,
    role: text,
    admit: list,
    churn: list,
    listen: list,
    bootstrap: list,
    mdns: flag,
    'mdns-service-tag': text,
    'mdns-port': text,
    json: flag,
    interactive: flag
  },
  id: { store: text },
  demo: {
    peers: text,
    churn: flag,
    seconds: text,
    discovery: text,
    rate: text,
    'in-flight': text,
    'mdns-service-tag': text,
    'mdns-port': text,
    json: flag
  }
}

/** Proposals a second in a demo of churn: many peers on one machine have enough to do. */
const churnRate = 100

export const helpText: string = `Peer-to-peer Paxos over libp2p.

Usage: libp2p-paxos <command> [options]

peer    Run one long-lived peer: it proposes the lines of standard input and
        prints the values that the group chooses, in their order.
  --store DIR             directory of the peer's private key and store
  --group NAME            name of the group
  --founders ID,...       PeerIds of all founders, this peer's included
  --invite TEXT           joins the group of this invite; no --group, --founders
  --role voter|learner    what the peer would be (voter; to join: learner)
  --admit all|ID,...      who may join by this peer (nobody)
  --churn off|NAME=N,...  how voters that are gone are replaced, such as
                          evictAfterMs=5000
  --listen MULTIADDR,...  where to listen (/ip4/127.0.0.1/tcp/0)
  --bootstrap MULTIADDR,...  addresses of other peers, with /p2p/ID
  --mdns                  find peers on the local network
  --mdns-service-tag TAG  only peers with the same tag find each other
  --mdns-port PORT        UDP port of mDNS (5353)
  --json                  one JSON object a line, in and out
  --interactive           lines are commands, such as get and put: type help

id      Print the PeerId that lives in a directory; a new one if there is none.
  --store DIR

demo    Start peers as processes of this machine, let all propose, kill the
        leader, restart it, and check that all chose the same.
  --peers N               3 to 15 peers (5); with --churn 10 to 30 (20)
  --churn                 instead of killing the leader once, kill peers, wipe
                          their disks and lose them until no founder is left
  --seconds N             how long they propose (6)
  --discovery bootstrap|mdns  how they find each other (bootstrap)
  --in-flight N           proposals in flight at each peer (8)
  --rate N                proposals a second at all peers together; without it
                          each is followed by the next
  --mdns-service-tag TAG, --mdns-port PORT, --json

-h, --help, --version`

/**
 * Reads the arguments of the process.
 *
 * @throws UsageError if they are not what the help says.
 */
export function parseCommand(argv: readonly string[]): Command {
  const [name = '', ...rest] = argv
  if (name === '') throw new UsageError('name a command: peer, id or demo')
  if (name.startsWith('-')) return parseGlobal(argv)
  const specification = Object.hasOwn(specifications, name) ? specifications[name] : undefined
  if (specification === undefined) throw new UsageError(`there is no command ${name}`)
  const values = parse(rest, { ...common, ...specification })
  if (values['help'] === true) return { type: 'help' }
  if (values['version'] === true) return { type: 'version' }
  switch (name) {
    case 'peer':
      return { type: 'peer', options: peerOptions(values) }
    case 'id':
      return { type: 'id', store: required(values, 'store') }
    default:
      return { type: 'demo', options: demoOptions(values) }
  }
}

/** Version of the package that this file belongs to. */
export function versionText(): string {
  // Compiled or not, the package begins at the next folder above that says so.
  for (let at = new URL('../', import.meta.url); ; at = new URL('../', at)) {
    const found = readPackage(new URL('package.json', at))
    if (found?.name === 'libp2p-paxos') return found.version
    if (at.pathname === '/') throw new Error('cannot find the package.json of libp2p-paxos')
  }
}

function readPackage(url: URL): { name: string; version: string } | undefined {
  try {
    return JSON.parse(readFileSync(url, 'utf8'))
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined
    throw error
  }
}

function parseGlobal(argv: readonly string[]): Command {
  const values = parse(argv, common)
  if (values['version'] === true) return { type: 'version' }
  return { type: 'help' }
}

function parse(args: readonly string[], options: Specification): Values {
  try {
    return parseArgs({ args: [...args], options, strict: true, allowPositionals: false }).values
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error))
  }
}

function peerOptions(values: Values): PeerOptions {
  const listen = items(values, 'listen')
  for (const address of listen) check('--listen', address, () => multiaddr(address))
  const bootstrap = items(values, 'bootstrap')
  for (const address of bootstrap) check('--bootstrap', address, () => checkDialable(address))
  return {
    store: required(values, 'store'),
    group: groupChoice(values),
    role: roleOf(values),
    admit: admitOf(values),
    churn: churnOf(values),
    listen: listen.length > 0 ? listen : ['/ip4/127.0.0.1/tcp/0'],
    bootstrap,
    mdns: values['mdns'] === true ? mdnsOptions(values) : undefined,
    input: inputOf(values)
  }
}

function inputOf(values: Values): PeerOptions['input'] {
  const [json, interactive] = [values['json'] === true, values['interactive'] === true]
  if (json && interactive) throw new UsageError('--json is for programs, --interactive for people')
  if (json) return 'json'
  return interactive ? 'commands' : 'values'
}

function groupChoice(values: Values): PeerOptions['group'] {
  if (values['invite'] !== undefined) {
    for (const name of ['group', 'founders']) {
      if (values[name] !== undefined) throw new UsageError(`--invite names the group: no --${name}`)
    }
    return { type: 'join', invite: required(values, 'invite') }
  }
  const founders = items(values, 'founders')
  if (founders.length === 0) throw new UsageError('--founders is missing, or --invite')
  checkPeerIds('--founders', founders)
  return { type: 'found', name: required(values, 'group'), founders }
}

function roleOf(values: Values): PeerOptions['role'] {
  const { role } = values
  if (role === undefined || role === 'voter' || role === 'learner') return role
  throw new UsageError(`--role must be voter or learner, not ${role}`)
}

function admitOf(values: Values): PeerOptions['admit'] {
  const admitted = items(values, 'admit')
  if (admitted.length === 0) return 'nobody'
  if (admitted.includes('all')) return 'all'
  checkPeerIds('--admit', admitted)
  return admitted
}

function churnOf(values: Values): PeerOptions['churn'] {
  const settings = items(values, 'churn')
  if (settings.length === 0) return undefined
  if (settings.length === 1 && settings[0] === 'off') return false
  const known: readonly string[] = Object.keys(churnOptions({}, undefined))
  const churn = settings.map(setting => {
    const [name = '', value = ''] = setting.split('=')
    if (!known.includes(name) || !/^\d+$/.test(value)) {
      throw new UsageError(`--churn has ${setting}: it must be off, or of ${known.join(', ')}`)
    }
    return [name, Number(value)] as const
  })
  return Object.fromEntries(churn)
}

function checkPeerIds(option: string, peerIds: readonly string[]): void {
  for (const peerId of peerIds) check(option, peerId, () => peerIdFromString(peerId))
}

function demoOptions(values: Values): DemoOptions {
  const churn = values['churn'] === true
  const discovery = values['discovery'] ?? 'bootstrap'
  if (discovery !== 'bootstrap' && discovery !== 'mdns') {
    throw new UsageError(`--discovery must be bootstrap or mdns, not ${discovery}`)
  }
  return {
    peerCount: churn
      ? (whole(values, 'peers', 10, 30) ?? 20)
      : (whole(values, 'peers', 3, 15) ?? 5),
    churn,
    seconds: whole(values, 'seconds', 1, 86_400) ?? 6,
    discovery,
    inFlight: whole(values, 'in-flight', 1, 10_000) ?? 8,
    rate: whole(values, 'rate', 1, 1_000_000) ?? (churn ? churnRate : undefined),
    mdns: mdnsOptions(values),
    json: values['json'] === true
  }
}

function mdnsOptions(values: Values): NonNullable<PeerOptions['mdns']> {
  const serviceTag = values['mdns-service-tag']
  return {
    serviceTag: typeof serviceTag === 'string' ? serviceTag : undefined,
    port: whole(values, 'mdns-port', 1, 65_535)
  }
}

function required(values: Values, name: string): string {
  const value = values[name]
  if (typeof value !== 'string' || value === '') throw new UsageError(`--${name} is missing`)
  return value
}

/** The parts between commas of an option that may also be given several times. */
function items(values: Values, name: string): string[] {
  const given = values[name]
  const parts = Array.isArray(given) ? given.join(',').split(',') : []
  return parts.map(part => part.trim()).filter(part => part !== '')
}

function whole(values: Values, name: string, min: number, max: number): number | undefined {
  const value = values[name]
  if (value === undefined) return undefined
  const number = Number(value)
  if (!/^\d+$/.test(String(value)) || number < min || number > max) {
    throw new UsageError(`--${name} must be a whole number from ${min} to ${max}, not ${value}`)
  }
  return number
}

function check(option: string, value: string, parsed: () => unknown): void {
  try {
    parsed()
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    throw new UsageError(`${option} has ${JSON.stringify(value)}: ${why}`)
  }
}

function checkDialable(address: string): void {
  const parts = multiaddr(address).getComponents()
  if (!parts.some(({ code }) => code === CODE_P2P)) throw new Error('it must end in /p2p/ID')
}
