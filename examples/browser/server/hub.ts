import type { ServerResponse } from 'node:http'
import type { Flow, PeerInfo, PeerReport, ServerEvent } from '../shared/messages.js'

interface Tab {
  readonly response: ServerResponse
  readonly peerId: string
  readonly name: string
  report: PeerReport | null
}

/** Milliseconds from one event to the next, at the least: about two frames of a screen. */
const tellIntervalMs = 33

/** Bytes that wait for a page that does not read, until it is told no more: it will ask again. */
const waitingBytesMax = 4 * 1024 * 1024

export interface HubInit {
  /** What everyone is to know of the peers. */
  readonly peers: () => Extract<ServerEvent, { readonly type: 'peers' }>
}

/** Every page that looks on: tells them all the same, in few events however much happens. */
export class Hub {
  readonly #init: HubInit
  readonly #tabs = new Map<string, Tab>()
  readonly #names = new Map<string, string>()
  #flows: Flow[] = []
  #peersChanged = false
  #timer: ReturnType<typeof setTimeout> | undefined

  constructor(init: HubInit) {
    this.#init = init
  }

  /** The pages that are peers. */
  get tabs(): readonly PeerInfo[] {
    return [...this.#tabs.values()].map(({ peerId, name, report }) => ({
      peerId,
      name,
      kind: 'tab',
      state: 'running',
      report
    }))
  }

  /** Tells a page from now on what happens, until its connection ends. */
  add(peerId: string, response: ServerResponse): void {
    response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' })
    this.#tabs.get(peerId)?.response.end()
    const name = this.#names.get(peerId) ?? `Tab ${this.#names.size + 1}`
    this.#names.set(peerId, name)
    const tab = { response, peerId, name, report: null }
    this.#tabs.set(peerId, tab)
    response.on('close', () => {
      if (this.#tabs.get(peerId) === tab) this.#tabs.delete(peerId)
      this.peersChanged()
    })
    this.#tellOne(tab, this.#init.peers())
    this.peersChanged()
  }

  onReport(peerId: string, report: PeerReport): void {
    const tab = this.#tabs.get(peerId)
    if (tab === undefined) return
    tab.report = report
    this.peersChanged()
  }

  /** Tells of peers soon. */
  peersChanged(): void {
    this.#peersChanged = true
    this.#schedule()
  }

  /** Tells of messages soon, together with others. */
  flows(flows: readonly Flow[]): void {
    if (this.#tabs.size === 0 || flows.length === 0) return
    this.#flows.push(...flows)
    this.#schedule()
  }

  /** Tells everyone at once. */
  tell(event: ServerEvent): void {
    const text = format(event)
    for (const tab of this.#tabs.values()) this.#write(tab, text)
  }

  end(): void {
    clearTimeout(this.#timer)
    for (const { response } of this.#tabs.values()) response.end()
  }

  #schedule(): void {
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined
      const flows = this.#flows
      this.#flows = []
      if (flows.length > 0) this.tell({ type: 'flows', flows })
      if (!this.#peersChanged) return
      this.#peersChanged = false
      this.tell(this.#init.peers())
    }, tellIntervalMs)
  }

  #tellOne(tab: Tab, event: ServerEvent): void {
    this.#write(tab, format(event))
  }

  #write({ response }: Tab, text: string): void {
    if (response.writableLength > waitingBytesMax) response.destroy()
    else response.write(text)
  }
}

function format(event: ServerEvent): string {
  return `data: ${JSON.stringify(event)}\n\n`
}
