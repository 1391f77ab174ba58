import { stringCodec } from '../../src/group/codec.js'
import { Group } from '../../src/group/group.js'
import type { GroupObserver } from '../../src/group/observer.js'
import { type GroupOptions, resolveOptions } from '../../src/group/options.js'
import type { PeerRuntime } from '../../src/runtime/peer-runtime.js'

/** What a group reported to its observer. */
export interface Observed extends GroupObserver {
  readonly listenerErrors: unknown[]
  readonly halts: unknown[]
}

export function observe(): Observed {
  const listenerErrors: unknown[] = []
  const halts: unknown[] = []
  return {
    listenerErrors,
    halts,
    onNotice: () => undefined,
    onChosen: () => undefined,
    onListenerError: (_event, error) => listenerErrors.push(error),
    onHalt: error => halts.push(error),
    onClosed: () => undefined
  }
}

/** Opens a group of strings at one peer. */
export async function openGroup(
  runtime: PeerRuntime,
  name: string,
  options: GroupOptions<string>,
  observer: GroupObserver = observe()
): Promise<Group<string>> {
  const self = runtime.ports.transport.peerId
  return await Group.open(
    runtime,
    resolveOptions(name, self, { codec: stringCodec, ...options }),
    observer
  )
}
