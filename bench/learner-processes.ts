import { VoterProcess } from './voter-process.js'

const processCount = 2

/** Learners of one group, shared out among two processes. */
export class LearnerProcesses implements AsyncDisposable {
  readonly #processes = Array.from({ length: processCount }, () => new VoterProcess())
  #count = 0

  /** Joins the group that `voter` votes in until there are so many, an equal number in each process. */
  async joinUpTo(count: number, voter: VoterProcess): Promise<void> {
    const { invite } = await voter.call('invite', null)
    const added = (count - this.#count) / processCount
    for (const process of this.#processes) await process.call('joinMany', { invite, count: added })
    this.#count = count
  }

  /** Slots by which the last of them is behind `voter`. */
  async lagBehind(voter: VoterProcess): Promise<number> {
    const { chosenSlotMax: slot } = await voter.call('status', null)
    const lags = await Promise.all(this.#processes.map(process => process.call('lag', { slot })))
    return Math.max(...lags.map(({ slots }) => slots))
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all(this.#processes.map(process => process[Symbol.asyncDispose]()))
  }
}
