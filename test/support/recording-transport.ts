import type { Transport } from '../../src/runtime/ports.js'
import type { Frame } from '../../src/wire/frame.js'

/** Keeps what is sent instead of sending it. */
export class RecordingTransport implements Transport {
  readonly peerId = 'self'
  readonly sent: { readonly to: string; readonly frame: Frame }[] = []

  send(to: string, frame: Frame): void {
    this.sent.push({ to, frame })
  }

  isConnected(): boolean {
    return true
  }

  isRelayed(): boolean {
    return false
  }

  keepConnected(): void {
    // Nobody is there to be connected.
  }

  async addressesOf(): Promise<readonly string[]> {
    return []
  }

  addAddresses(): void {
    // There are none.
  }

  introduce(): void {
    // Nobody is to be found.
  }

  attach(): void {
    // Nothing ever arrives.
  }
}
