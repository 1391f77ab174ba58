/** The process of one voter: carries out the commands of its parent, one line of `Commands` each. */
import { execFileSync } from 'node:child_process'
import { privateKeyFromProtobuf } from '@libp2p/crypto/keys'
import type { Libp2p } from '@libp2p/interface'
import { peerIdFromString } from '@libp2p/peer-id'
import { multiaddr } from '@multiformats/multiaddr'
import { type Group, type Paxos, paxos } from '../src/index.js'
import { levelStore } from '../src/storage/level.js'
import { memoryStore } from '../src/storage/memory.js'
import { createNode, type MuxerName } from '../test/support/libp2p-node.js'
import { Ballast } from './ballast.js'
import {
  type CommandName,
  type Commands,
  type Failure,
  type Heap,
  type Reply,
  type Request,
  type StateSize,
  valueBytes
} from './commands.js'
import { appendMany, appendSingly } from './disk.js'
import { Drag } from './drag.js'
import { flow, handleFlows } from './flow.js'
import { broadcast, echo, handleEchoes } from './limits.js'
import { runMany, runSingly } from './load.js'
import { ManyGroups } from './many-groups.js'
import { ObjectLoad } from './object-load.js'
import { loopback } from './place.js'
import { Profiler } from './profiler.js'
import { SteadyLoad } from './steady-load.js'
import { Watch } from './watch.js'

type Handlers = {
  readonly [Name in CommandName]: (
    params: Commands[Name]['params']
  ) => Promise<Commands[Name]['result']>
}

/** Milliseconds between two looks at a state that no event announces. */
const pollIntervalMs = 5

const profiler = new Profiler()
let load: SteadyLoad | undefined
let drag: Drag | undefined
let watch: Watch | undefined
let objects: ObjectLoad | undefined
let manyGroups: ManyGroups | undefined
let ballast: Ballast | undefined
/** Slot of the newest snapshot when another one was begun. */
let lastSlot = 0
const learners: Group[] = []
const restored = Promise.withResolvers<void>()
let started: { readonly node: Libp2p<{ paxos: Paxos }>; readonly group: Group } | undefined

function running(): NonNullable<typeof started> {
  if (started === undefined) throw new Error('the voter was not started')
  return started
}

function watching(): Watch {
  if (watch === undefined) throw new Error('nothing is watched')
  return watch
}

function objectLoad(): ObjectLoad {
  objects ??= new ObjectLoad(running().group)
  return objects
}

async function proposeOne(bytes: number = valueBytes): Promise<void> {
  await running().group.propose(new Uint8Array(bytes))
}

/** Changes are made by whoever measures. */
const membership = { admit: () => true, churn: false } as const

interface NetworkOptions {
  readonly muxer?: MuxerName
  readonly host?: string
}

async function createVoterNode(
  privateKey: string,
  directory: string,
  { muxer = 'yamux', host = loopback.host }: NetworkOptions = {}
): Promise<Libp2p<{ paxos: Paxos }>> {
  return await createNode<{ paxos: Paxos }>({
    privateKey: privateKeyFromProtobuf(Buffer.from(privateKey, 'base64')),
    muxer,
    listen: [`/ip4/${host}/tcp/0`],
    services: { paxos: paxos({ store: levelStore(directory) }) }
  })
}

/** The options of a group that has a machine. */
function stateOptions(state: StateSize | undefined) {
  if (state === undefined) return {}
  ballast = new Ballast(state.bytes)
  ballast.onRestored = restored.resolve
  return { machine: ballast, snapshotEveryBytes: state.snapshotEveryBytes, logBytesMax: 0 }
}

async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await new Promise(resolve => setTimeout(resolve, pollIntervalMs))
}

const handlers: Handlers = {
  start: async ({ privateKey, directory, founders, state, ...network }) => {
    const startMs = performance.now()
    const node = await createVoterNode(privateKey, directory, network)
    await handleEchoes(node)
    await handleFlows(node)
    const options = { founders, ...membership, ...stateOptions(state) }
    const group = await node.services.paxos.open('bench', options)
    started = { node, group }
    return {
      peerId: node.peerId.toString(),
      addresses: node.getMultiaddrs().map(String),
      openMs: performance.now() - startMs,
      rss: process.resourceUsage().maxRSS * 1024
    }
  },

  join: async ({ privateKey, directory, invite, state }) => {
    const node = await createVoterNode(privateKey, directory)
    const { snapshotEveryBytes: _, ...own } = stateOptions(state)
    const options = { ...membership, ...own, role: 'voter' } as const
    const group = await node.services.paxos.join(invite, options)
    started = { node, group }
    return null
  },

  startWatch: async ({ inFlight }) => {
    watch = new Watch(() => proposeOne(), inFlight)
    return null
  },

  lap: async () => watching().lap(),

  stopWatch: async () => {
    await watching().stop()
    return null
  },

  snapshotBegun: async () => {
    const { group } = running()
    const begun = Promise.withResolvers<void>()
    if (ballast !== undefined) ballast.onSnapshot = begun.resolve
    await begun.promise
    lastSlot = group.status().snapshotSlot
    return null
  },

  snapshotTaken: async () => {
    const { group } = running()
    await until(() => group.status().snapshotSlot > lastSlot)
    return null
  },

  restored: async () => {
    await restored.promise
    await running().group.barrier()
    return null
  },

  invite: async () => ({ invite: await running().node.services.paxos.invite('bench') }),

  reconfigure: async change => {
    await running().group.reconfigure(change)
    return null
  },

  learned: async ({ slot }) => {
    const { group } = running()
    await until(() => group.chosenSlotMax >= slot)
    return null
  },

  startLoad: async ({ inFlight }) => {
    load = new SteadyLoad(running().group, inFlight)
    return null
  },

  stopLoad: async () => {
    if (load === undefined) throw new Error('there is no load')
    return await load.stop()
  },

  introduce: async ({ peerId, addresses }) => {
    const multiaddrs = addresses.map(address => multiaddr(address))
    await running().node.peerStore.patch(peerIdFromString(peerId), { multiaddrs })
    return null
  },

  ready: async () => {
    const { group } = running()
    await group.ready()
    await until(() => group.status().members.every(({ reachable }) => reachable))
    await group.barrier()
    return null
  },

  status: async () => {
    const { group } = running()
    return { leader: group.leader ?? null, chosenSlotMax: group.chosenSlotMax }
  },

  proposeSingly: ({ count }) => runSingly(() => proposeOne(), count),

  proposeMany: ({ valueBytes: bytes, ...load }) => runMany(() => proposeOne(bytes), load),

  fillMap: async () => {
    await objectLoad().fill()
    return null
  },

  runObjects: ({ kind, ...load }) => runMany(objectLoad().operation(kind), load),

  runObjectsSingly: ({ kind, count }) => runSingly(objectLoad().operation(kind), count),

  watchKeys: async () => {
    objectLoad().watchKeys()
    return null
  },

  stopWatchingKeys: async () => {
    await objectLoad().stopWatching()
    return null
  },

  proposePaced: async ({ perSecond, durationMs }) => {
    const before = process.cpuUsage()
    const count = Math.floor((perSecond * durationMs) / 1_000)
    const proposals: Promise<void>[] = []
    const startMs = performance.now()
    for (let i = 0; i < count; i += 1) {
      proposals.push(proposeOne())
      const nextMs = startMs + ((i + 1) * 1_000) / perSecond
      const leftMs = Math.max(0, nextMs - performance.now())
      await new Promise(resolve => setTimeout(resolve, leftMs))
    }
    await Promise.all(proposals)
    const { user, system } = process.cpuUsage(before)
    return { cpuUs: (user + system) / count }
  },

  joinMany: async ({ invite, count }) => {
    for (let i = 0; i < count; i += 1) {
      const node = await createNode<{ paxos: Paxos }>({
        services: { paxos: paxos({ store: memoryStore() }) }
      })
      learners.push(await node.services.paxos.join(invite, { role: 'learner' }))
    }
    return null
  },

  lag: async ({ slot }) => ({
    slots: Math.max(0, ...learners.map(({ chosenSlotMax }) => slot - chosenSlotMax))
  }),

  fill: async ({ chosenSlotMax, inFlight }) => {
    const { group } = running()
    const worker = async (): Promise<void> => {
      while (group.chosenSlotMax < chosenSlotMax) await proposeOne()
    }
    await Promise.all(Array.from({ length: inFlight }, worker))
    return null
  },

  failAndPropose: async failure => {
    await proposeOne()
    // In one turn of the event loop: an answer of the lost that is still under way cannot be taken for that of the others.
    fail(failure)
    const startMs = performance.now()
    await proposeOne()
    return { outageMs: performance.now() - startMs }
  },

  heap: async () => collectedHeap(),

  echo: ({ peerId, count }) => echo(running().node, peerId, count),

  broadcast: ({ peerIds, ...load }) => broadcast(running().node, peerIds, load),

  flow: options => flow(running().node, options),

  cpu: async () => {
    const { user, system } = process.cpuUsage()
    return { cpuUs: user + system }
  },

  openGroups: async ({ count, founders }) => {
    manyGroups ??= new ManyGroups(running().node.services.paxos)
    await manyGroups.openUpTo(count, { founders })
    return null
  },

  proposeInGroups: async load => {
    if (manyGroups === undefined) throw new Error('no groups were opened')
    return await manyGroups.propose(load)
  },

  appendSingly: ({ directory, count }) => appendSingly(directory, count),

  appendMany: ({ directory, ...load }) => appendMany(directory, load),

  startDrag: async () => {
    drag = new Drag()
    return null
  },

  stopDrag: async () => {
    drag?.stop()
    return null
  },

  startProfile: async () => {
    await profiler.start()
    return null
  },

  stopProfile: async ({ path }) => {
    await profiler.stop(path)
    return null
  }
}

function fail(failure: Failure): void {
  if ('pid' in failure) {
    process.kill(failure.pid, failure.signal)
    return
  }
  const [program = '', ...args] = failure.command
  execFileSync(program, args)
}

function collectedHeap(): Heap {
  const { gc } = globalThis
  if (gc === undefined) throw new Error('the process must run with --expose-gc')
  // What only becomes garbage with the first collection goes with the second.
  gc()
  gc()
  const { heapUsed, arrayBuffers } = process.memoryUsage()
  return { heapUsed, arrayBuffers }
}

async function onRequest({ id, name, params }: Request): Promise<void> {
  const handler = handlers[name] as (params: unknown) => Promise<unknown>
  const reply: Reply = await handler(params).then(
    result => ({ id, result }),
    (error: unknown) => ({
      id,
      error: error instanceof Error ? String(error.stack) : String(error)
    })
  )
  process.send?.(reply)
}

process.on('message', (request: Request) => void onRequest(request))
// A voter does not outlive its parent.
process.on('disconnect', () => process.exit())
