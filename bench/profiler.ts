import { writeFile } from 'node:fs/promises'
import { Session } from 'node:inspector/promises'

/** Microseconds between two samples. */
const samplingIntervalUs = 250

/** Records where this process spends its time. */
export class Profiler {
  #session: Session | undefined

  async start(): Promise<void> {
    const session = new Session()
    session.connect()
    this.#session = session
    await session.post('Profiler.enable')
    await session.post('Profiler.setSamplingInterval', { interval: samplingIntervalUs })
    await session.post('Profiler.start')
  }

  /** Ends the recording and writes it to a `.cpuprofile` file. */
  async stop(path: string): Promise<void> {
    if (this.#session === undefined) throw new Error('no profile was started')
    const { profile } = await this.#session.post('Profiler.stop')
    this.#session.disconnect()
    this.#session = undefined
    await writeFile(path, JSON.stringify(profile))
  }
}
