import type { Group } from 'libp2p-paxos'

export interface Claim {
  readonly seat: number
  readonly guest: string
}

/** Who sits where: of all claims of a seat the first one in the log wins. */
export class Seats {
  readonly guests: Map<number, string> = new Map()
  readonly #group: Group<Claim>
  #appliedSlot = 0

  constructor(group: Group<Claim>) {
    this.#group = group
  }

  /** Claims a seat for a guest, and tells whether the guest got it. */
  async claim(seat: number, guest: string): Promise<boolean> {
    const { slot } = await this.#group.propose({ seat, guest })
    await this.applyTo(slot)
    return this.guests.get(seat) === guest
  }

  /** Applies the log up to a slot. */
  async applyTo(to: number): Promise<void> {
    for await (const { slot, value } of this.#group.log({ from: this.#appliedSlot + 1, to })) {
      if (value !== undefined && !this.guests.has(value.seat)) {
        this.guests.set(value.seat, value.guest)
      }
      this.#appliedSlot = Math.max(this.#appliedSlot, slot)
    }
  }
}
