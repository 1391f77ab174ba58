import { readFile } from 'node:fs/promises'
import { type ClientHttp2Session, connect, constants } from 'node:http2'
import type { Certificates } from './certificates.js'
import { connectionCount } from './contender.js'
import { decodeStatus, type EtcdStatus, encodeGet, encodePut } from './etcd-messages.js'

/** Bytes of a flag and a length before every message of gRPC. */
const prefixBytes = 5

/** A client of one member of etcd: gRPC on Node's own HTTP/2, with nothing in between. */
export class EtcdClient implements Disposable {
  readonly #sessions: readonly ClientHttp2Session[]
  #turn = 0

  private constructor(sessions: readonly ClientHttp2Session[]) {
    this.#sessions = sessions
  }

  static async connect(endpoint: string, certificates?: Certificates): Promise<EtcdClient> {
    const tls = certificates && {
      ca: await readFile(certificates.ca),
      cert: await readFile(certificates.certificate),
      key: await readFile(certificates.key)
    }
    const sessions = Array.from({ length: connectionCount }, () => {
      const session = connect(endpoint, tls)
      // Every call of a session fails with it, and says so by itself.
      session.on('error', () => session.destroy())
      return session
    })
    return new EtcdClient(sessions)
  }

  async put(key: Uint8Array, value: Uint8Array, signal?: AbortSignal): Promise<void> {
    await this.#call('/etcdserverpb.KV/Put', encodePut(key, value), signal)
  }

  /** Reads linearizably. */
  async get(key: Uint8Array): Promise<void> {
    await this.#call('/etcdserverpb.KV/Range', encodeGet(key))
  }

  async status(): Promise<EtcdStatus> {
    const reply = await this.#call('/etcdserverpb.Maintenance/Status', new Uint8Array(0))
    return decodeStatus(reply.subarray(prefixBytes))
  }

  [Symbol.dispose](): void {
    for (const session of this.#sessions) session.destroy()
  }

  #call(path: string, message: Uint8Array, signal?: AbortSignal): Promise<Buffer> {
    this.#turn += 1
    const session = this.#sessions[this.#turn % this.#sessions.length] as ClientHttp2Session
    const stream = session.request(
      {
        ':method': 'POST',
        ':path': path,
        'content-type': 'application/grpc',
        te: 'trailers'
      },
      signal && { signal }
    )
    const frame = Buffer.alloc(prefixBytes + message.length)
    frame.writeUInt32BE(message.length, 1)
    frame.set(message, prefixBytes)
    return new Promise((resolve, reject) => {
      const parts: Buffer[] = []
      let outcome: unknown = 'none'
      const onHeaders = (headers: { readonly [name: string]: unknown }): void => {
        outcome = headers['grpc-status'] ?? outcome
      }
      stream.on('response', onHeaders)
      stream.on('trailers', onHeaders)
      stream.on('data', part => parts.push(part))
      stream.on('error', reject)
      stream.on('close', () => {
        if (outcome === '0' && stream.rstCode === constants.NGHTTP2_NO_ERROR) {
          resolve(Buffer.concat(parts))
        } else {
          reject(new Error(`etcd answered ${path} with status ${outcome}`))
        }
      })
      stream.end(frame)
    })
  }
}
