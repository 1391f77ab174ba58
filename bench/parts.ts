import { etcdContenders } from './beside/etcd-contenders.js'
import { zooKeeperContenders } from './beside/zookeeper-contenders.js'
import type { BenchOptions, PartName } from './options.js'
import { measureBeside } from './parts/beside.js'
import { measureCatchUp } from './parts/catch-up.js'
import { measureFailover } from './parts/failover.js'
import { measureFaults } from './parts/faults.js'
import { measureHeap } from './parts/heap.js'
import { measureLarge } from './parts/large.js'
import { measureLatency } from './parts/latency.js'
import { measureLearners } from './parts/learners.js'
import { measureObjects } from './parts/objects.js'
import { measureReplacement } from './parts/replacement.js'
import { measureSnapshot } from './parts/snapshot.js'
import { measureStart } from './parts/start.js'
import { measureThroughput } from './parts/throughput.js'
import type { Results } from './report.js'
import { VoterGroup } from './voter-group.js'

/** What a part is measured with. */
export interface PartInit extends BenchOptions {
  readonly durationMs: number
  readonly progress: (line: string) => void
}

/** How each part is measured. */
export const parts: Readonly<Record<PartName, (init: PartInit) => Promise<Results>>> = {
  latency: init =>
    inGroup(init, async group => ({
      latency: await measureLatency(group, init.repetitions, init.progress)
    })),
  throughput: init =>
    inGroup(init, async group => ({
      throughput: await measureThroughput(group, init.repetitions, init.durationMs, init.progress)
    })),
  failover: init =>
    inGroup(init, async group => ({
      failover: await measureFailover(group, init.trials, init.progress)
    })),
  heap: init => inGroup(init, async group => ({ heap: await measureHeap(group, init.progress) })),
  'catch-up': init =>
    inGroup(init, async group => ({
      catchUp: await measureCatchUp(group, init.runs, init.progress)
    })),
  replacement: async ({ runs, directory, progress }) => ({
    replacement: await measureReplacement(runs, directory, progress)
  }),
  start: init =>
    inGroup(init, async group => ({ start: await measureStart(group, init.runs, init.progress) })),
  snapshot: async ({ runs, directory, progress }) => ({
    snapshot: await measureSnapshot(runs, directory, progress)
  }),
  learners: init =>
    inGroup(init, async group => ({
      learners: await measureLearners(group, init.runs, init.progress)
    })),
  objects: init =>
    inGroup(init, async group => ({
      objects: await measureObjects(group, init.repetitions, init.durationMs, init.progress)
    })),
  etcd: async init => ({ etcd: await measureBeside(etcdContenders, init) }),
  zookeeper: async init => ({ zooKeeper: await measureBeside(zooKeeperContenders, init) }),
  faults: async ({ trials, directory, progress }) => ({
    faults: await measureFaults(trials, directory, progress)
  }),
  large: async init => ({ large: await measureLarge(init) })
}

/** Measures three voters that are started for it and end with it. */
export async function inGroup<T>(
  { directory }: BenchOptions,
  measure: (group: VoterGroup) => Promise<T>
): Promise<T> {
  await using group = await VoterGroup.start({ parent: directory })
  return await measure(group)
}
