/**
 * Three peers of a replicated database compete for transaction ids, while one after the other is killed and started again.
 * At the end all ids ever handed out are compared.
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
const transactionsPerPeer = 60
/** One peer is killed each time that so many ids were handed out. */
const idsPerCrash = 25

interface Running {
  readonly name: string
  readonly child: ChildProcess
  address?: string
  done: boolean
  readonly log: string[]
  readonly hasShownLog: PromiseWithResolvers<void>
}

const root = await mkdtemp(join(tmpdir(), 'transaction-ids-'))
const program = fileURLToPath(new URL('peer.js', import.meta.url))
const keys = await Promise.all(names.map(() => generateKeyPair('Ed25519')))
const founders = keys.map(key => peerIdFromPrivateKey(key).toString())
const peers = new Map<string, Running>()
/** Every transaction and id that any peer ever printed. */
const handedOut: { readonly transaction: string; readonly id: number }[] = []
let crashes = 0
let crashing: Promise<void> | undefined
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
  const peer: Running = {
    name,
    child,
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
      handedOut.push({ transaction: first, id: Number(second) })
      if (handedOut.length % idsPerCrash === 0) crashing ??= crash(peer)
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

function endIfDone(): void {
  if (crashing === undefined && [...peers.values()].every(({ done }) => done)) allDone.resolve()
}

async function crash(peer: Running): Promise<void> {
  crashes += 1
  console.log(`${peer.name}: killed`)
  peer.child.kill('SIGKILL')
  await once(peer.child, 'close')
  peers.delete(peer.name)
  await start(peer.name)
  console.log(`${peer.name}: started again`)
  crashing = undefined
  endIfDone()
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

// #region check
const idOf = new Map(handedOut.map(({ transaction, id }) => [transaction, id]))
const changed = handedOut.filter(({ transaction, id }) => idOf.get(transaction) !== id)
const repeated = idOf.size - new Set(idOf.values()).size
const logs = new Set([...peers.values()].map(({ log }) => log.join('\n')))
// #endregion check

console.log(
  `${idOf.size} transactions, ${crashes} crashes, ${repeated} ids given twice, ` +
    `${changed.length} ids changed, ${logs.size === 1 ? 'one log everywhere' : 'logs differ'}`
)
process.exitCode = repeated === 0 && changed.length === 0 && logs.size === 1 ? 0 : 1
