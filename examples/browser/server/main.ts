/**
 * Starts a group of three peers in processes of their own, and serves the page that shows it on this machine.
 *
 * Run it with `npm run page`, or `npm run page -- --port 8080`.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { Cluster } from './cluster.js'
import { Hub } from './hub.js'
import { PageServer } from './server.js'

const { values } = parseArgs({ options: { port: { type: 'string', default: '0' } } })

const directory = mkdtempSync(join(tmpdir(), 'libp2p-paxos-page-'))
process.once('exit', () => rmSync(directory, { recursive: true, force: true }))

const cluster = new Cluster({
  directory,
  onChange: () => hub.peersChanged(),
  onFlows: flows => hub.flows(flows)
})
const hub: Hub = new Hub({
  peers: () => ({ type: 'peers', peers: [...cluster.infos, ...hub.tabs], cuts: cluster.cuts })
})
const server = new PageServer({
  cluster,
  hub,
  directory: fileURLToPath(new URL('../../../page', import.meta.url))
})

async function stop(): Promise<void> {
  server.close()
  hub.end()
  await cluster.stop()
  process.exit()
}
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void stop())
// Whoever started this with a channel wants it gone when that closes.
process.once('disconnect', () => void stop())

await cluster.found(3)
const url = await server.listen(Number(values.port))
console.log(`Paxos at work: ${url}`)
