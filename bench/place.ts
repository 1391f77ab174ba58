import { createServer, type Server } from 'node:net'

/** Where a process runs: the address that it has there, and what its command line begins with. */
export interface Place {
  readonly host: string
  readonly prefix: readonly string[]
}

export const loopback: Place = { host: '127.0.0.1', prefix: [] }

/** As many ports of this machine as asked for that nobody listens on. */
export async function freePorts(count: number): Promise<number[]> {
  const servers = await Promise.all(Array.from({ length: count }, listen))
  const ports = servers.map(server => {
    const address = server.address()
    if (address === null || typeof address === 'string') throw new Error('a server has no port')
    return address.port
  })
  await Promise.all(servers.map(server => new Promise(resolve => server.close(resolve))))
  return ports
}

async function listen(): Promise<Server> {
  const server = createServer()
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(0, loopback.host, resolve)
  })
  return server
}
