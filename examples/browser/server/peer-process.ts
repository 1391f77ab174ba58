import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { generateKeyPair, privateKeyToProtobuf } from '@libp2p/crypto/keys'
import { peerIdFromPrivateKey } from '@libp2p/peer-id'
import { toString as toText } from 'uint8arrays/to-string'
import type { PeerInfo, PeerOrder, PeerReport, PeerWord } from '../shared/messages.js'

export interface PeerProcessInit {
  readonly name: string
  /** Below it each peer has a directory of its own. */
  readonly directory: string
  /** It said something, or its state changed. */
  readonly onWord: (peer: PeerProcess, word: PeerWord) => void
  readonly onChange: () => void
}

/** A peer in Node with its identity and its store, and one process after the other that is this peer. */
export class PeerProcess {
  readonly name: string
  readonly peerId: string
  readonly #key: string
  readonly #init: PeerProcessInit
  #child: ChildProcess | undefined
  #state: PeerInfo['state'] = 'killed'
  #report: PeerReport | null = null
  #port = 0
  #addresses: readonly string[] = []

  private constructor(init: PeerProcessInit, key: string, peerId: string) {
    this.#init = init
    this.#key = key
    this.name = init.name
    this.peerId = peerId
  }

  static async create(init: PeerProcessInit): Promise<PeerProcess> {
    const key = await generateKeyPair('Ed25519')
    const bytes = toText(privateKeyToProtobuf(key), 'base16')
    return new PeerProcess(init, bytes, peerIdFromPrivateKey(key).toString())
  }

  get info(): PeerInfo {
    const { peerId, name } = this
    return { peerId, name, kind: 'node', state: this.#state, report: this.#report }
  }

  /** Where it listens, which does not change from one process to the next. */
  get addresses(): readonly string[] {
    return this.#addresses
  }

  get isRunning(): boolean {
    return this.#state === 'running'
  }

  /** Starts a process; resolves once it listens. */
  async start(cut: readonly string[]): Promise<void> {
    if (this.#child !== undefined) return
    const child = fork(new URL('peer-main.js', import.meta.url), { stdio: 'inherit' })
    this.#child = child
    this.#change('starting')
    child.once('exit', () => {
      if (this.#child !== child) return
      this.#child = undefined
      this.#report = null
      this.#change('killed')
    })
    const listening = new Promise<void>((resolve, reject) => {
      child.once('exit', () => reject(new Error(`${this.name} ended before it listened`)))
      child.on('message', (word: PeerWord) => {
        if (word.type === 'listening') resolve()
        this.#onWord(word)
      })
    })
    const directory = join(this.#init.directory, this.name)
    this.order({ type: 'start', key: this.#key, directory, port: this.#port, cut })
    await listening
  }

  /** Has the process do something, if there is one. What it cannot be told any more it need not know. */
  order(order: PeerOrder): void {
    if (this.#child?.connected === true) this.#child.send(order, () => undefined)
  }

  /** Stops its process where it stands, as a machine that hangs. */
  pause(): void {
    if (this.#state === 'running' && this.#child?.kill('SIGSTOP') === true) this.#change('paused')
  }

  resume(): void {
    if (this.#state === 'paused' && this.#child?.kill('SIGCONT') === true) this.#change('running')
  }

  /** Ends its process without a word; resolves once it is gone. */
  async kill(): Promise<void> {
    const child = this.#child
    if (child === undefined) return
    const exited = once(child, 'exit')
    child.kill('SIGKILL')
    await exited
  }

  #onWord(word: PeerWord): void {
    if (word.type === 'listening') {
      this.#port = word.port
      this.#addresses = word.addresses
    }
    if (word.type === 'report') {
      this.#report = word.report
      if (this.#state === 'starting') this.#state = 'running'
      this.#init.onChange()
    }
    this.#init.onWord(this, word)
  }

  #change(state: PeerInfo['state']): void {
    this.#state = state
    this.#init.onChange()
  }
}
