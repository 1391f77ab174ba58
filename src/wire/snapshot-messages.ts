import type { History } from '../core/epochs.js'
import { snapshotChunkBytes } from '../core/limits.js'
import { checkBytes, checkWhole } from './checks.js'
import type * as wire from './generated/wire.js'
import type { Kind, OfType } from './kind.js'
import {
  configurationFromWire,
  configurationToWire,
  endedEpochFromWire,
  endedEpochToWire,
  required,
  snapshotFromWire,
  snapshotToWire
} from './parts.js'

function historyToWire({ endedEpochs, configuration }: History): wire.History {
  return {
    endedEpochs: endedEpochs.map(endedEpochToWire),
    configuration: configurationToWire(configuration)
  }
}

function historyFromWire(part: wire.History | undefined): History {
  const { endedEpochs, configuration } = required('history', part)
  return {
    endedEpochs: endedEpochs.map(endedEpochFromWire),
    configuration: configurationFromWire(configuration)
  }
}

/** How snapshots are handed over. */
export const snapshots = {
  'snapshot-request': {
    toWire: ({ slot, index }) => ({
      slot: checkWhole('slot', slot),
      index: checkWhole('index', index)
    }),
    fromWire: ({ slot, index }) => ({
      type: 'snapshot-request',
      slot: checkWhole('slot', slot),
      index: checkWhole('index', index)
    })
  } satisfies Kind<OfType<'snapshot-request'>, wire.SnapshotRequestMessage>,

  'snapshot-offer': {
    toWire: ({ snapshot, history }) => ({
      snapshot: snapshotToWire(snapshot),
      history: historyToWire(history)
    }),
    fromWire: ({ snapshot, history }) => ({
      type: 'snapshot-offer',
      snapshot: snapshotFromWire(required('snapshot', snapshot)),
      history: historyFromWire(history)
    })
  } satisfies Kind<OfType<'snapshot-offer'>, wire.SnapshotOfferMessage>,

  'snapshot-chunk': {
    toWire: ({ slot, index, content }) => ({
      slot: checkWhole('slot', slot, 1),
      index: checkWhole('index', index),
      content: checkContent(content)
    }),
    fromWire: ({ slot, index, content }) => ({
      type: 'snapshot-chunk',
      slot: checkWhole('slot', slot, 1),
      index: checkWhole('index', index),
      content: checkContent(required('content', content))
    })
  } satisfies Kind<OfType<'snapshot-chunk'>, wire.SnapshotChunkMessage>
}

function checkContent(content: Uint8Array): Uint8Array {
  checkBytes('content', content.length, snapshotChunkBytes)
  return content
}
