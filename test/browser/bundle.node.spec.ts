import { relative } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { type Bundle, bundle, linkPackage } from '../support/browser/bundle.js'

/**
 * What the service may add to a page, in bytes, minified and compressed.
 *
 * It is a little more than it adds now, so that whoever adds much to it knows. The aim is 30,000.
 */
const addedBytesMax = 75_000

/** A page with a libp2p node, with more services or without. */
function page(imports: string, services: string): string {
  return `
    import { noise } from '@chainsafe/libp2p-noise'
    import { identify } from '@libp2p/identify'
    import { webSockets } from '@libp2p/websockets'
    import { yamux } from '@libp2p/yamux'
    import { createLibp2p } from 'libp2p'
    ${imports}
    globalThis.node = createLibp2p({
      transports: [webSockets()],
      connectionEncrypters: [noise()],
      streamMuxers: [yamux()],
      services: { identify: identify(), ${services} }
    })`
}

/** The modules that weigh most of what one bundle has beyond another, with their bytes before they are minified. */
function heaviest(more: Bundle, less: Bundle): string {
  return [...more.modules]
    .map(([path, bytes]) => ({ path, bytes: bytes - (less.modules.get(path) ?? 0) }))
    .sort((a, b) => b.bytes - a.bytes)
    .slice(0, 40)
    .map(({ path, bytes }) => `${bytes} ${relative('.', path)}`)
    .join('\n')
}

/** The folders of the packages in a bundle. */
function homes({ modules }: Bundle): Set<string> {
  const found = [...modules.keys()].map(path => /.*node_modules\/(@[^/]+\/)?[^/]+/.exec(path)?.[0])
  return new Set(found.filter(home => home !== undefined))
}

function nameOf(home: string): string {
  return home.split('node_modules/').at(-1) ?? home
}

describe('the package in a bundle for browsers', { timeout: 60_000 }, () => {
  beforeAll(linkPackage)

  describe('with a libp2p node', () => {
    let without: Bundle
    let withService: Bundle

    beforeAll(async () => {
      without = await bundle(page('', ''))
      withService = await bundle(page("import { paxos } from 'libp2p-paxos'", 'paxos: paxos()'))
    })

    it('adds little to a page', () => {
      const addedBytes = withService.gzipBytes - without.gzipBytes
      console.log(`the service adds ${addedBytes} bytes to a page of ${without.gzipBytes}`)
      expect(without.gzipBytes).toBeGreaterThan(100_000)
      expect(addedBytes, heaviest(withService, without)).toBeLessThanOrEqual(addedBytesMax)
    })

    it('brings no other copy of a package that is there', () => {
      const before = homes(without)
      const names = new Set([...before].map(nameOf))
      const copies = [...homes(withService)].filter(
        home => !before.has(home) && names.has(nameOf(home))
      )
      expect(copies).toEqual([])
      expect(names).toContain('protons-runtime')
    })
  })

  it.each([
    ['libp2p-paxos', 'paxos'],
    ['libp2p-paxos/store/memory', 'memoryStore'],
    ['libp2p-paxos/store/idb', 'idbStore'],
    ['libp2p-paxos/codec/cbor', 'cborCodec'],
    ['libp2p-paxos/simulator', 'simulate']
  ])('%s needs nothing of Node', async (name, member) => {
    const { nodeModules, modules } = await bundle(
      `import { ${member} } from '${name}'\nglobalThis.used = ${member}`
    )
    expect(nodeModules).toEqual([])
    expect([...modules.keys()].filter(path => path.includes('browser-external'))).toEqual([])
  })

  it('says of the store on disk that it needs Node', async () => {
    const code =
      "import { levelStore } from 'libp2p-paxos/store/level'\nglobalThis.used = levelStore"
    expect((await bundle(code)).nodeModules).toContain('node:fs/promises')
  })
})
