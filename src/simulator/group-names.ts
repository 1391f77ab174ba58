import type { Configuration } from '../core/configuration.js'
import type { Founding } from '../core/founding.js'
import { groupId, meetingId, toHex } from '../runtime/group-id.js'

/** The names of the groups that frames are about. */
export class GroupNames {
  readonly #meetings = new Map<string, Uint8Array>()
  readonly #byHex = new Map<string, string>()
  readonly #ids = new Map<string, Uint8Array>()
  /** Names by the very bytes: a replica names its group with the same ones all its life. */
  readonly #byBytes = new WeakMap<Uint8Array, string>()

  constructor(foundings: readonly Founding[]) {
    for (const founding of foundings) this.add(founding)
  }

  /** There is another group. */
  add(founding: Founding): void {
    const meeting = meetingId(founding)
    this.#meetings.set(founding.name, meeting)
    this.#byHex.set(toHex(meeting), founding.name)
  }

  /** Takes note of the id that the group `name` has once it exists. */
  learn(name: string, configuration: Configuration): void {
    const meeting = this.#meetings.get(name)
    if (meeting === undefined || this.#ids.has(name)) return
    const id = groupId(meeting, configuration)
    this.#ids.set(name, id)
    this.#byHex.set(toHex(id), name)
  }

  /** The id of the group `name`, once it exists. */
  idOf(name: string): Uint8Array | undefined {
    return this.#ids.get(name)
  }

  /** The name of the group with this group id or meeting id. */
  nameOf(id: Uint8Array): string {
    const known = this.#byBytes.get(id)
    if (known !== undefined) return known
    const name = this.#byHex.get(toHex(id)) ?? `unknown ${toHex(id)}`
    this.#byBytes.set(id, name)
    return name
  }
}
