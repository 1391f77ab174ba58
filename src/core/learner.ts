import type { Configuration } from './configuration.js'
import type { Context } from './context.js'
import type { ChosenEntry, InstallInput, Verdict } from './effects.js'
import type { Entry } from './entry.js'
import type { LogImage } from './image.js'
import type { Origin } from './origin.js'
import { type SessionOptions, Sessions, type SessionsStart } from './sessions.js'

/**
 * The learner of one replica: what is chosen, in the order of the log, each slot once, and what it means there.
 */
export class Learner {
  readonly #context: Context
  readonly #options: SessionOptions
  readonly #origin: Origin
  #sessions: Sessions
  /** What was learned since it was taken last. */
  #chosen: ChosenEntry[] = []

  /** `image` is what the recovered snapshot, if there is one, says of the log up to it. */
  constructor(
    context: Context,
    options: SessionOptions,
    origin: Origin,
    image: LogImage | undefined
  ) {
    this.#context = context
    this.#options = options
    this.#origin = origin
    this.#sessions = new Sessions(options, image && this.#startAt(image))
  }

  /** What the log amounts to, as far as it is learned. */
  get sessions(): Sessions {
    return this.#sessions
  }

  /** Hands out what was learned. */
  take(): ChosenEntry[] {
    const chosen = this.#chosen
    this.#chosen = []
    return chosen
  }

  /** Learns what is known to be chosen; up to the end of the epoch, if that is: then it returns the next configuration. */
  learn(): Configuration | undefined {
    const { state, configuration } = this.#context
    const end = Math.min(state.chosenSlotMax, state.lastSlot)
    for (let slot = this.#sessions.lastSlot + 1; slot <= end; slot += 1) {
      const entry = state.log.at(slot)
      const origin = this.#sessions.originOf(entry)
      const verdict = this.#sessions.apply(slot, entry)
      const image = this.#imageAt(entry, verdict)
      const chosen: ChosenEntry = { slot, entry, verdict, origin, ...(image && { image }) }
      this.#chosen.push(chosen)
      this.#origin.onChosen(chosen)
      if (entry.type === 'stop' && verdict.type === 'applied') {
        if (entry.configuration.epoch > configuration.epoch) return entry.configuration
      } else if (entry.type === 'open-session') {
        this.#checkSession()
      }
    }
    return undefined
  }

  /** The log goes on after a snapshot. */
  install({ image, history }: InstallInput): void {
    this.#sessions = new Sessions(this.#options, { image, epoch: history.configuration.epoch })
    this.#origin.onJump(this.#sessions)
  }

  /** A session that was opened may have taken the place of this replica's own. */
  #checkSession(): void {
    const { session } = this.#origin
    if (session !== undefined && !this.#sessions.has(session)) this.#origin.expire()
  }

  /** What the log amounts to at the last entry that was applied, if a snapshot is due there. */
  #imageAt(entry: Entry, verdict: Verdict): ChosenEntry['image'] {
    // The end of an epoch is in no snapshot as its last slot: what follows would be of another epoch.
    if (entry.type === 'stop' && verdict.type === 'applied') return undefined
    if (!this.#sessions.takeDue()) return undefined
    const { epochs, state } = this.#context
    const ballot = epochs.endedWith(this.#sessions.lastSlot)?.ballot ?? state.chosenBallot
    return { ballot, log: this.#sessions.image() }
  }

  /** Where the sessions of a log go on that is taken up after `image`. */
  #startAt(image: LogImage): SessionsStart {
    const { epochs } = this.#context
    const { epoch } = epochs.endedWith(image.slot)?.configuration ?? epochs.current
    return { image, epoch }
  }
}
