import { createServer, type Server } from 'node:net'

/**
 * TCP ports of 127.0.0.1 that were free a moment ago. A peer that restarts comes back on its port, and its address can be told
 * to others before it runs.
 */
export async function freePorts(count: number): Promise<readonly number[]> {
  const servers = await Promise.all(Array.from({ length: count }, listen))
  const ports = servers.map(server => {
    const address = server.address()
    if (address === null || typeof address === 'string') throw new Error('a server has no port')
    return address.port
  })
  await Promise.all(servers.map(close))
  return ports
}

async function listen(): Promise<Server> {
  const server = createServer()
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(0, '127.0.0.1', resolve)
  })
  return server
}

async function close(server: Server): Promise<void> {
  await new Promise<void>(resolve => server.close(() => resolve()))
}
