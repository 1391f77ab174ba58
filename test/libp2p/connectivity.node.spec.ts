import { type AddressInfo, createServer } from 'node:net'
import { bootstrap } from '@libp2p/bootstrap'
import { generateKeyPair } from '@libp2p/crypto/keys'
import type { ConnectionEncrypter, PeerId } from '@libp2p/interface'
import { mdns } from '@libp2p/mdns'
import { peerIdFromPrivateKey, peerIdFromString } from '@libp2p/peer-id'
import { lpStream } from '@libp2p/utils'
import { multiaddr } from '@multiformats/multiaddr'
import { afterEach, describe, expect, it } from 'vitest'
import { createNode, introduce, muxerNames } from '../support/libp2p-node.js'
import {
  connected,
  createTransportPeer,
  streamEnd,
  type TransportPeer,
  valueFrame
} from './transport-peer.js'

const cleanups: (() => Promise<void>)[] = []

afterEach(async () => {
  await Promise.all(cleanups.splice(0).map(cleanup => cleanup()))
})

async function peer(...args: Parameters<typeof createTransportPeer>): Promise<TransportPeer> {
  const created = await createTransportPeer(...args)
  cleanups.push(async () => await created.node.stop())
  return created
}

describe.each(muxerNames)('connectivity over %s', muxer => {
  it('is lost at once when the last connection closes, and restored by redialling', async () => {
    const a = await peer({}, { muxer })
    const b = await peer({}, { muxer })
    await introduce(a.node, b.node)
    a.transport.keepConnected('group', [a.id, b.id])
    await connected(a, b)
    const connection = a.node.getConnections()[0]
    connection?.abort(new Error('broken by the test'))
    expect(a.transport.isConnected(b.id)).toBe(false)
    expect(a.recorder.changes).toEqual([`+${b.id}`, `-${b.id}`])
    await b.recorder.until('the other end noticed', () => b.recorder.changes.length >= 2, 1_000)
    expect(b.recorder.changes.slice(0, 2)).toEqual([`+${a.id}`, `-${a.id}`])
    await connected(a, b)
    b.transport.send(a.id, valueFrame(1))
    await a.recorder.until('a frame arrived', () => a.recorder.frames.length === 1)
  })

  it('stays while one of several connections closes', async () => {
    const a = await peer({}, { muxer })
    const b = await peer({}, { muxer })
    await a.node.dial(b.node.getMultiaddrs())
    await connected(a, b)
    const opened = new Promise(resolve => a.node.addEventListener('connection:open', resolve))
    await b.node.dial(a.node.getMultiaddrs(), { force: true })
    await opened
    const identified = new Promise(resolve => a.node.addEventListener('peer:identify', resolve))
    await identified
    const [first, second] = a.node.getConnections()
    expect(second).toBeDefined()
    await first?.close()
    expect(a.transport.isConnected(b.id)).toBe(true)
    a.transport.send(b.id, valueFrame(1))
    await b.recorder.until('a frame arrived', () => b.recorder.frames.length === 1)
    expect(a.recorder.changes).toEqual([`+${b.id}`])
  })
})

describe('keeping members connected', () => {
  it('redials a member until it is back at its address', async () => {
    const a = await peer()
    const privateKey = await generateKeyPair('Ed25519')
    const b = await createTransportPeer({}, { privateKey })
    await introduce(a.node, b.node)
    a.transport.keepConnected('group', [b.id])
    await connected(a, b)
    const listen = b.node.getMultiaddrs().map(address => address.toString())
    await b.node.stop()
    await a.recorder.until('it noticed', () => !a.transport.isConnected(b.id), 1_000)
    const again = await peer({}, { privateKey, listen })
    await connected(a, again)
  })

  it('remembers the address of a member that the peer store forgot', async () => {
    const a = await peer()
    const privateKey = await generateKeyPair('Ed25519')
    const b = await createTransportPeer({}, { privateKey })
    await introduce(a.node, b.node)
    a.transport.keepConnected('group', [b.id])
    await connected(a, b)
    const listen = b.node.getMultiaddrs().map(address => address.toString())
    await b.node.stop()
    await a.recorder.until('it noticed', () => !a.transport.isConnected(b.id), 1_000)
    await a.node.peerStore.delete(b.node.peerId)
    const again = await peer({}, { privateKey, listen })
    await connected(a, again)
  })

  it('stops while it dials a member that does not answer', async () => {
    const a = await createTransportPeer()
    const silent = createServer()
    await new Promise<void>(resolve => silent.listen(0, '127.0.0.1', resolve))
    const { port } = silent.address() as AddressInfo
    const dialled = new Promise(resolve => silent.once('connection', resolve))
    const peerId = peerIdFromPrivateKey(await generateKeyPair('Ed25519'))
    await a.node.peerStore.merge(peerId, { multiaddrs: [multiaddr(`/ip4/127.0.0.1/tcp/${port}`)] })
    a.transport.keepConnected('group', [peerId.toString()])
    await dialled
    await a.node.stop()
    silent.close()
    expect(a.transport.counters.dials).toEqual({ ok: 0, failed: 0, 'no-address': 0 })
    expect(a.node.getDialQueue()).toEqual([])
  })

  it('dials a member as soon as its address becomes known', async () => {
    const a = await peer({ redialIntervalMinMs: 60_000, redialIntervalMaxMs: 60_000 })
    const b = await peer()
    a.transport.keepConnected('group', [b.id])
    await introduce(a.node, b.node)
    await connected(a, b)
  })

  it('leaves a peer alone once no key names it', async () => {
    const a = await peer({ dialDiscovered: false })
    const b = await peer({ dialDiscovered: false })
    await introduce(a.node, b.node)
    a.transport.keepConnected('one', [b.id])
    a.transport.keepConnected('two', [b.id])
    await connected(a, b)
    a.transport.keepConnected('one', [])
    a.node.getConnections()[0]?.abort(new Error('broken by the test'))
    await connected(a, b)
    const dials = a.transport.counters.dials.ok
    a.transport.keepConnected('two', [])
    a.node.getConnections()[0]?.abort(new Error('broken by the test'))
    const c = await peer()
    await a.node.dial(c.node.getMultiaddrs())
    await connected(a, c)
    expect(a.transport.isConnected(b.id)).toBe(false)
    expect(a.transport.counters.dials.ok).toBe(dials)
  })

  it('tells a member once where the others are, however many groups they share', async () => {
    const [a, b, c] = [await peer(), await peer(), await peer()]
    const ids = [a.id, b.id, c.id]
    for (const other of [b, c]) {
      await introduce(a.node, other.node)
      await a.node.dial(other.node.getMultiaddrs())
      await connected(a, other)
    }
    const told = (): number => {
      return b.recorder.frames.filter(({ frame }) => frame.peerRecords !== undefined).length
    }
    for (let i = 0; i < 50; i += 1) a.transport.keepConnected(`group ${i}`, ids)
    await b.recorder.until('it was told', () => told() > 0)
    a.transport.send(b.id, valueFrame(1))
    const arrived = (): boolean => b.recorder.frames.at(-1)?.frame.sections.length === 1
    await b.recorder.until('what was sent last arrived', arrived)
    expect(told()).toBe(1)
  })

  it('forms a full mesh of five peers within the default limits of libp2p', async () => {
    const peers: TransportPeer[] = []
    for (let index = 0; index < 5; index += 1) peers.push(await peer({}, { defaultLimits: true }))
    const ids = peers.map(({ id }) => id)
    for (const from of peers) {
      for (const to of peers) if (from !== to) await introduce(from.node, to.node)
    }
    for (const { transport } of peers) transport.keepConnected('group', ids)
    for (const { id, recorder, transport } of peers) {
      const others = ids.filter(other => other !== id)
      await recorder.until(
        'all others are connected',
        () => others.every(other => transport.isConnected(other)),
        5_000
      )
    }
  })

  it('ignores names that are no PeerIds', async () => {
    const a = await peer()
    const b = await peer()
    await introduce(a.node, b.node)
    a.transport.keepConnected('group', ['not a peer', b.id])
    await connected(a, b)
  })
})

describe('discovery', () => {
  it('by mDNS leads to a connection', async () => {
    const discovery = [
      mdns({ serviceTag: '_paxos-transport._udp.local', port: 21_053, interval: 500 })
    ]
    const a = await peer({}, { peerDiscovery: discovery })
    const b = await peer({}, { peerDiscovery: discovery })
    await connected(a, b)
  })

  it('by bootstrap leads to a connection', async () => {
    const a = await peer()
    const list = a.node.getMultiaddrs().map(address => address.toString())
    const b = await peer({}, { peerDiscovery: [bootstrap({ list, timeout: 1 })] })
    await connected(a, b)
  })

  it('makes no more connections than it may', async () => {
    const a = await peer({ discoveredPeersMax: 1 })
    const b = await peer()
    const c = await peer()
    await introduce(a.node, b.node)
    await introduce(a.node, c.node)
    await connected(a, b)
    expect(a.transport.isConnected(c.id)).toBe(false)
    a.transport.keepConnected('group', [c.id])
    await connected(a, c)
    expect(a.transport.counters.dials).toEqual({ ok: 2, failed: 0, 'no-address': 0 })
  })
})

describe('whom it talks to', () => {
  it('refuses connections without encryption', async () => {
    const a = await peer({}, { connectionEncrypters: [({ peerId }) => plaintext(peerId)] })
    const b = await peer({}, { connectionEncrypters: [({ peerId }) => plaintext(peerId)] })
    const identified = new Promise(resolve => b.node.addEventListener('peer:identify', resolve))
    const connection = await a.node.dial(b.node.getMultiaddrs())
    await identified
    expect(connection.encryption).toBe('/plaintext/2.0.0')
    expect(b.transport.isConnected(a.id)).toBe(false)
    expect(b.transport.counters.connectionsRefused).toBe(1)
    const stream = await connection.newStream(b.transport.protocol)
    await streamEnd(stream)
    expect(stream.status).toBe('reset')
    expect(b.recorder.changes).toEqual([])
  })

  it('ignores peers of another protocol prefix', async () => {
    const a = await peer({ protocolPrefix: '/one' })
    const b = await peer({ protocolPrefix: '/two' })
    const c = await peer({ protocolPrefix: '/one' })
    expect(a.transport.protocol).toBe('/one/paxos/1.0.0')
    await a.node.dial(b.node.getMultiaddrs())
    await a.node.dial(c.node.getMultiaddrs())
    await connected(a, c)
    expect(a.transport.isConnected(b.id)).toBe(false)
  })

  it('notices that a peer that stays connected stops or starts to speak the protocol', async () => {
    const a = await peer()
    const b = await peer()
    await a.node.dial(b.node.getMultiaddrs())
    await connected(a, b)
    await b.transport.stop()
    await a.recorder.until('it noticed', () => !a.transport.isConnected(b.id))
    expect(a.node.getConnections(b.node.peerId)).toHaveLength(1)
    await b.transport.start()
    await connected(a, b)
    a.transport.send(b.id, valueFrame(1))
    await b.recorder.until('a frame arrived', () => b.recorder.frames.length === 1)
  })

  it('connects nobody by itself to a node that does not speak the protocol', async () => {
    const a = await peer()
    const stranger = await createNode()
    cleanups.push(async () => await stranger.stop())
    const identified = new Promise(resolve => a.node.addEventListener('peer:identify', resolve))
    await a.node.dial(stranger.getMultiaddrs())
    await identified
    a.transport.send(stranger.peerId.toString(), valueFrame(1))
    expect(a.transport.isConnected(stranger.peerId.toString())).toBe(false)
    expect(a.transport.counters.framesDropped.disconnected).toBe(1)
  })
})

/** Exchanges PeerIds and encrypts nothing. */
function plaintext(peerId: PeerId): ConnectionEncrypter {
  const exchange: ConnectionEncrypter['secureInbound'] = async connection => {
    const lp = lpStream(connection)
    await lp.write(new TextEncoder().encode(peerId.toString()))
    const remotePeer = peerIdFromString(new TextDecoder().decode((await lp.read()).subarray()))
    lp.unwrap()
    return { connection, remotePeer }
  }
  return { protocol: '/plaintext/2.0.0', secureInbound: exchange, secureOutbound: exchange }
}
