/**
 * Three peers of a replicated database compete for transaction ids, while they are killed and
 * started again. At the end all ids ever handed out are compared.
 *
 * Run it with `npx node dist/examples/transaction-ids/index.js` after `npm run compile`.
 */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { generateKeyPair, privateKeyToProtobuf } from '@libp2p/crypto/keys'
import { peerIdFromPrivateKey } from '@libp2p/peer-id'

const names = ['ada', 'ben', 'cleo']
const transactionsPerPeer = 40
/** A peer is killed each time that it has handed out so many ids. */
const idsPerCrash = 15

interface Running {
  readonly name: string
  readonly child: ChildProcess
  address?: string
  /** Ids that it handed out since it was started. */
  idCount: number
  done: boolean
  readonly log: string[]
  readonly hasShownLog: PromiseWithResolvers<void>
}

const root = await mkdtemp(join(tmpdir(), 'transaction-ids-'))
const program = fileURLToPath(new URL('peer.js', import.meta.url))
const keys = await Promise.all(names.map(() => generateKeyPair('Ed25519')))
const founders = keys.map(key => peerIdFromPrivateKey(key).toString())
const peers = new Map<string, Running>()
/** Every id that any peer ever printed, by transaction. */
const idsOf = new Map<string, Set<number>>()
let crashes = 0
/** One starts after the other, so that each is told where those before it listen. */
let starting = Promise.resolve()
const allDone = Promise.withResolvers<void>()

async function start(name: string): Promise<void> {
  const directory = join(root, name)
  const addresses = [...peers.values()].flatMap(({ address }) => address ?? [])
  const options = [
    ...['--directory', directory, '--name', name, '--transactions', `${transactionsPerPeer}`],
    ...founders.flatMap(founder => ['--founder', founder]),
    ...addresses.flatMap(address => ['--address', address])
  ]
  const child = spawn(process.execPath, [program, ...options], {
    stdio: ['pipe', 'pipe', 'inherit']
  })
  child.once('exit', code => {
    if (code !== null && code !== 0) throw new Error(`${name} ended with exit code ${code}`)
  })
  const peer: Running = {
    name,
    child,
    idCount: 0,
    done: false,
    log: [],
    hasShownLog: Promise.withResolvers<void>()
  }
  peers.set(name, peer)
  const listening = Promise.withResolvers<void>()
  createInterface({ input: child.stdout }).on('line', line => {
    onLine(peer, line)
    if (peer.address !== undefined) listening.resolve()
  })
  await listening.promise
}

function onLine(peer: Running, line: string): void {
  const [what, first = '', second] = line.split(' ')
  switch (what) {
    case 'address':
      peer.address = first
      return
    case 'id':
      console.log(`${peer.name}: transaction ${first} has id ${second}`)
      if (!addId(first, Number(second))) return
      peer.idCount += 1
      if (peer.idCount === idsPerCrash) void crash(peer)
      return
    case 'done':
      peer.done = true
      endIfDone()
      return
    case 'log':
      peer.log.push(`${first} ${second}`)
      return
    case 'end':
      peer.hasShownLog.resolve()
  }
}

/** Whether the transaction had no id before. A peer that was killed prints again what it recovers. */
function addId(transaction: string, id: number): boolean {
  const isNew = !idsOf.has(transaction)
  const ids = idsOf.get(transaction) ?? new Set()
  idsOf.set(transaction, ids.add(id))
  return isNew
}

function endIfDone(): void {
  const running = [...peers.values()]
  if (running.length === names.length && running.every(({ done }) => done)) allDone.resolve()
}

async function crash(peer: Running): Promise<void> {
  crashes += 1
  peers.delete(peer.name)
  console.log(`${peer.name}: killed`)
  peer.child.kill('SIGKILL')
  await once(peer.child, 'close')
  starting = starting.then(() => start(peer.name))
}

for (const [i, name] of names.entries()) {
  const key = keys[i]
  if (key === undefined) throw new Error('every peer has a key')
  await mkdir(join(root, name))
  await writeFile(join(root, name, 'key'), privateKeyToProtobuf(key), { mode: 0o600 })
  await start(name)
}
await allDone.promise

// Every peer shows the whole log as it knows it, then they end.
for (const { child } of peers.values()) child.stdin?.write('log\n')
await Promise.all([...peers.values()].map(({ hasShownLog }) => hasShownLog.promise))
const exits = [...peers.values()].map(({ child }) => once(child, 'exit'))
for (const { child } of peers.values()) child.stdin?.end()
await Promise.all(exits)
await rm(root, { recursive: true })

const ids = [...idsOf.values()].flatMap(each => [...each])
const changed = [...idsOf.values()].filter(each => each.size > 1).length
const repeated = ids.length - new Set(ids).size
const logs = new Set([...peers.values()].map(({ log }) => log.join('\n')))

console.log(
  `${idsOf.size} transactions, ${crashes} crashes, ${repeated} ids given twice, ` +
    `${changed} ids changed, ${logs.size === 1 ? 'one log everywhere' : 'logs differ'}`
)
process.exitCode = repeated === 0 && changed === 0 && logs.size === 1 ? 0 : 1
