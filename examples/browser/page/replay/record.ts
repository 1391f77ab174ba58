import { type Recording, recordingOf } from './recording.js'
import type { RecordReply, RecordRequest } from './worker.js'

/**
 * Runs the simulator, off this thread.
 *
 * @throws what the simulator found to be wrong: that would be a bug of the library.
 */
export async function record(request: RecordRequest): Promise<Recording> {
  const worker = new Worker(new URL('./worker.ts', import.meta.url), { type: 'module' })
  try {
    const reply = await new Promise<RecordReply>((resolve, reject) => {
      worker.addEventListener('message', ({ data }: MessageEvent<RecordReply>) => resolve(data))
      worker.addEventListener('error', ({ message }) => reject(new Error(message)))
      worker.postMessage(request)
    })
    if (reply.type === 'failed') throw new Error(reply.error)
    return recordingOf(reply.events)
  } finally {
    worker.terminate()
  }
}
