import { join } from 'node:path'
import { generateKeyPair, privateKeyToProtobuf } from '@libp2p/crypto/keys'
import { peerIdFromPrivateKey } from '@libp2p/peer-id'
import type { Address } from './commands.js'
import { loopback, type Place } from './place.js'
import { VoterProcess } from './voter-process.js'

/** A voter, with its identity, its store and its process. */
export interface Voter {
  readonly peerId: string
  readonly privateKey: string
  readonly directory: string
  readonly place: Place
  process: VoterProcess
  address: Address | undefined
}

/** A new voter whose store will lie below `parent`, with a process that was told nothing yet. */
export async function createVoter(
  parent: string,
  number: number,
  place: Place = loopback
): Promise<Voter> {
  const privateKey = await generateKeyPair('Ed25519')
  return {
    peerId: peerIdFromPrivateKey(privateKey).toString(),
    privateKey: Buffer.from(privateKeyToProtobuf(privateKey)).toString('base64'),
    directory: join(parent, `voter-${number}`),
    place,
    process: new VoterProcess(place),
    address: undefined
  }
}
