import { connect, type Socket } from 'node:net'

/** Milliseconds without a word from a client after which its session ends, and between two words without any call. */
const sessionTimeoutMs = 30_000
const pingIntervalMs = 5_000

/** Kinds of requests, and the number of those that nobody waits for. */
const kinds = { create: 1, getData: 4, setData: 5, sync: 9, ping: 11 } as const
const pingNumber = -2

/** Bytes of the head of an answer: number, transaction and error. */
const replyHeadBytes = 16

/** What anybody may do with a node, as an access control list of one. */
const openToAll = Buffer.concat([int(1), int(0x1f), buffer('world'), buffer('anyone')])

/** A session with one member of ZooKeeper, which answers its requests in their order. */
export class ZooKeeperClient implements Disposable {
  readonly #socket: Socket
  readonly #pings: NodeJS.Timeout
  /** Calls that wait for their answers, by number. */
  readonly #calls = new Map<number, PromiseWithResolvers<void>>()
  readonly #opened = Promise.withResolvers<void>()
  #received: Buffer = Buffer.alloc(0)
  #isOpen = false
  #isCorked = false
  #lastNumber = 0

  private constructor(port: number, host: string) {
    this.#socket = connect({ port, host, noDelay: true })
    this.#socket.on('data', data => this.#onData(data))
    this.#socket.on('error', error => this.#fail(error))
    this.#socket.on('close', () => this.#fail(new Error('ZooKeeper closed the connection')))
    this.#pings = setInterval(() => this.#send(pingNumber, kinds.ping, []), pingIntervalMs)
    const session = [int(0), Buffer.alloc(8), int(sessionTimeoutMs), Buffer.alloc(8)]
    this.#write([...session, buffer(Buffer.alloc(16)), Buffer.of(0)])
  }

  /** Opens a session. */
  static async connect(port: number, host: string): Promise<ZooKeeperClient> {
    const client = new ZooKeeperClient(port, host)
    await client.#opened.promise
    return client
  }

  async create(path: string, value: Uint8Array): Promise<void> {
    await this.#call(kinds.create, [buffer(path), buffer(value), openToAll, int(0)])
  }

  /** Sets the value of a node, whatever its version. */
  async set(path: string, value: Uint8Array): Promise<void> {
    await this.#call(kinds.setData, [buffer(path), buffer(value), int(-1)])
  }

  /** Reads what was set before the call: a sync and a read behind it. */
  async get(path: string): Promise<void> {
    const sync = this.#call(kinds.sync, [buffer(path)])
    await Promise.all([sync, this.#call(kinds.getData, [buffer(path), Buffer.of(0)])])
  }

  [Symbol.dispose](): void {
    clearInterval(this.#pings)
    this.#socket.destroy()
  }

  #call(kind: number, body: readonly Buffer[]): Promise<void> {
    const call = Promise.withResolvers<void>()
    this.#lastNumber += 1
    this.#calls.set(this.#lastNumber, call)
    this.#send(this.#lastNumber, kind, body)
    return call.promise
  }

  #send(number: number, kind: number, body: readonly Buffer[]): void {
    this.#write([int(number), int(kind), ...body])
  }

  /** What is written in one turn shares a packet. */
  #write(parts: readonly Buffer[]): void {
    if (!this.#isCorked) {
      this.#isCorked = true
      this.#socket.cork()
      setImmediate(() => {
        this.#isCorked = false
        this.#socket.uncork()
      })
    }
    this.#socket.write(buffer(Buffer.concat(parts)))
  }

  #onData(data: Buffer): void {
    let rest = this.#received.length === 0 ? data : Buffer.concat([this.#received, data])
    while (rest.length >= 4 && rest.length >= 4 + rest.readInt32BE(0)) {
      const end = 4 + rest.readInt32BE(0)
      this.#onReply(rest.subarray(4, end))
      rest = rest.subarray(end)
    }
    this.#received = rest
  }

  #onReply(reply: Buffer): void {
    if (!this.#isOpen) {
      this.#isOpen = true
      this.#opened.resolve()
      return
    }
    if (reply.length < replyHeadBytes) {
      this.#socket.destroy(new Error('an answer of ZooKeeper that is none'))
      return
    }
    const number = reply.readInt32BE(0)
    const code = reply.readInt32BE(12)
    const call = this.#calls.get(number)
    this.#calls.delete(number)
    if (code === 0) call?.resolve()
    else call?.reject(new Error(`ZooKeeper answered with error ${code}`))
  }

  #fail(error: Error): void {
    this.#opened.reject(error)
    for (const call of this.#calls.values()) call.reject(error)
    this.#calls.clear()
  }
}

function int(value: number): Buffer {
  const bytes = Buffer.alloc(4)
  bytes.writeInt32BE(value)
  return bytes
}

/** Bytes or text behind their length. */
function buffer(content: Uint8Array | string): Buffer {
  const bytes = Buffer.from(content)
  return Buffer.concat([int(bytes.length), bytes])
}
