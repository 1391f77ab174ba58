import { readFile } from 'node:fs/promises'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { extname, join, normalize } from 'node:path'
import { text } from 'node:stream/consumers'
import type { Command, Welcome } from '../shared/messages.js'
import type { Cluster } from './cluster.js'
import { parseCommand } from './command.js'
import type { Hub } from './hub.js'

export interface PageServerInit {
  readonly cluster: Cluster
  readonly hub: Hub
  /** Where the built pages are. */
  readonly directory: string
}

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml'
}

const run = crypto.randomUUID()

/** What a page may load: itself, and peers on this machine. */
const policy =
  "default-src 'self'; connect-src 'self' ws://127.0.0.1:*; style-src 'self' 'unsafe-inline'; img-src 'self' data:"

/** Serves the pages on this machine alone, tells them what happens, and does what they ask. */
export class PageServer {
  readonly #init: PageServerInit
  readonly #server: Server

  constructor(init: PageServerInit) {
    this.#init = init
    this.#server = createServer((request, response) => {
      this.#answer(request, response).catch((error: unknown) => {
        console.error(error)
        response.writeHead(500).end(String(error))
      })
    })
  }

  /** Begins to listen; resolves with the address of the page. */
  async listen(port: number): Promise<string> {
    await new Promise<void>((resolve, reject) => {
      this.#server.once('error', reject)
      this.#server.listen(port, '127.0.0.1', resolve)
    })
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/`
  }

  close(): void {
    this.#server.close()
    this.#server.closeAllConnections()
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (!isOwn(request)) {
      response.writeHead(403).end('only pages of this server may ask')
      return
    }
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://localhost')
    const { cluster, hub } = this.#init
    if (pathname === '/api/events') {
      hub.add(searchParams.get('peer') ?? '', response)
    } else if (pathname === '/api/welcome') {
      const welcome: Welcome = { invite: await cluster.invite(), run }
      response.writeHead(200, { 'content-type': 'application/json' })
      response.end(JSON.stringify(welcome))
    } else if (pathname === '/api/command' && request.method === 'POST') {
      await this.#obey(parseCommand(await text(request)))
      response.writeHead(204).end()
    } else {
      await this.#sendFile(pathname, response)
    }
  }

  async #obey(command: Command): Promise<void> {
    const { cluster, hub } = this.#init
    switch (command.type) {
      case 'pause':
        return cluster.pause(command.peerId)
      case 'resume':
        return cluster.resume(command.peerId)
      case 'kill':
        return await cluster.kill(command.peerId)
      case 'restart':
        return await cluster.restart(command.peerId)
      case 'remove':
        return cluster.remove(command.peerId)
      case 'add':
        return await cluster.add()
      case 'cut':
        return cluster.cut(command.link)
      case 'heal':
        return cluster.heal(command.link)
      case 'report':
        return hub.onReport(command.peerId, command.report)
      case 'claim':
      case 'race':
      case 'clear':
        return hub.tell(command)
    }
  }

  async #sendFile(pathname: string, response: ServerResponse): Promise<void> {
    const path = normalize(pathname.endsWith('/') ? `${pathname}index.html` : pathname)
    const content = await readFile(join(this.#init.directory, path)).catch(() => undefined)
    if (content === undefined) {
      response.writeHead(404).end('there is no such page')
      return
    }
    const isNamedByContent = path.startsWith('/assets/')
    response.writeHead(200, {
      'content-type': types[extname(path)] ?? 'application/octet-stream',
      'content-security-policy': policy,
      'cache-control': isNamedByContent ? 'max-age=31536000, immutable' : 'no-cache'
    })
    response.end(content)
  }
}

/** Whether a request is for this server by its own name, and not made by a page from elsewhere: others could kill peers. */
function isOwn({ headers: { host = '', origin } }: IncomingMessage): boolean {
  const isLocal = /^(127\.0\.0\.1|localhost):\d+$/.test(host)
  return isLocal && (origin === undefined || origin === `http://${host}`)
}
