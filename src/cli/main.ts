#!/usr/bin/env node
import { peerIdFromPrivateKey } from '@libp2p/peer-id'
import { helpText, parseCommand, versionText } from './arguments.js'
import { runDemo } from './demo/demo.js'
import { describeError } from './describe-error.js'
import { exitCodeOf, UsageError } from './exit-codes.js'
import { loadOrCreateKey } from './key.js'
import { runPeer } from './peer.js'

async function run(argv: readonly string[]): Promise<number> {
  const command = parseCommand(argv)
  switch (command.type) {
    case 'help':
      return print(helpText)
    case 'version':
      return print(versionText())
    case 'id':
      return print(peerIdFromPrivateKey(await loadOrCreateKey(command.store)).toString())
    case 'peer':
      return await runPeer(command.options)
    case 'demo':
      return await runDemo(command.options)
  }
}

function print(text: string): number {
  process.stdout.write(`${text}\n`)
  return 0
}

try {
  process.exitCode = await run(process.argv.slice(2))
} catch (error) {
  const hint = error instanceof UsageError ? '\nTry libp2p-paxos --help.' : ''
  process.stderr.write(`libp2p-paxos: ${describeError(error)}${hint}\n`)
  process.exitCode = exitCodeOf(error)
}
