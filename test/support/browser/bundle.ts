import { mkdir, rm, symlink } from 'node:fs/promises'
import { resolve } from 'node:path'
import { gzipSync } from 'node:zlib'
import { build } from 'vite'

/** What a page would load. */
export interface Bundle {
  /** Of all chunks, minified and compressed with gzip. */
  readonly gzipBytes: number
  /** Bytes of code before it is minified, by the path of each module. */
  readonly modules: ReadonlyMap<string, number>
  /** Modules of Node that something imports; a browser has none of them. */
  readonly nodeModules: readonly string[]
}

/** Where pages are bundled: there `libp2p-paxos` is the package as its `exports` name it. */
const workshop = resolve('dist/bundles')

/** Makes the package known by its name; what is compiled is bundled. */
export async function linkPackage(): Promise<void> {
  await rm(workshop, { recursive: true, force: true })
  await mkdir(`${workshop}/node_modules`, { recursive: true })
  await symlink(resolve('.'), `${workshop}/node_modules/libp2p-paxos`, 'junction')
}

/** Bundles a module of this code as Vite does for a page. */
export async function bundle(code: string): Promise<Bundle> {
  const entry = `${workshop}/page.js`
  const nodeModules: string[] = []
  const built = await build({
    configFile: false,
    root: workshop,
    logLevel: 'silent',
    build: { write: false, minify: true, target: 'esnext', rolldownOptions: { input: entry } },
    plugins: [
      {
        name: 'page',
        enforce: 'pre',
        resolveId(id) {
          if (id === entry) return id
          if (id.startsWith('node:')) nodeModules.push(id)
          return undefined
        },
        load: id => (id === entry ? code : undefined)
      }
    ]
  })
  if (!Array.isArray(built) && !('output' in built)) throw new Error('the build watches')
  const chunks = [built]
    .flat()
    .flatMap(({ output }) => output)
    .filter(part => part.type === 'chunk')
  const gzipBytes = chunks.reduce((sum, { code }) => sum + gzipSync(code, { level: 9 }).length, 0)
  const modules = chunks.flatMap(chunk => Object.entries(chunk.modules))
  return {
    gzipBytes,
    modules: new Map(modules.map(([path, { renderedLength }]) => [path, renderedLength])),
    nodeModules
  }
}
