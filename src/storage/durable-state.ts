import { bottomBallot } from '../core/ballot.js'
import type { Batch, DurableState } from '../core/batch.js'
import type { Boot } from '../core/boot.js'
import { InvalidOptionsError, InvariantError } from '../errors.js'

/** The state that a replica is born with: it promised, accepted and knows nothing. `random` becomes its incarnation. */
export function bornState(random: bigint): DurableState {
  const bottom = bottomBallot(0)
  return {
    incarnation: random,
    boot: bootOf(1, random),
    promisedBallot: bottom,
    acceptedBallot: bottom,
    chosenSlotMax: 0,
    chosenBallot: bottom,
    lastSlot: 0,
    compactedSlotMax: 0,
    genesis: { promisedBallot: bottom, chosen: false },
    endedEpochs: []
  }
}

/** The state as it is opened once more, under `random`. */
export function reopenedState(state: DurableState, random: bigint): DurableState {
  return { ...state, boot: bootOf(state.boot.count + 1, random) }
}

function bootOf(count: number, random: bigint): Boot {
  return { count, nonce: Number(BigInt.asUintN(32, random)) }
}

/**
 * The state after `batch`.
 *
 * @throws InvariantError if the batch leaves a gap in the log, or one before it that no snapshot covers, or a watermark above its end.
 */
export function nextState(state: DurableState, batch: Batch): DurableState {
  let { lastSlot, chosenSlotMax, chosenBallot } = state
  const { snapshot = state.snapshot, compactedSlotMax = state.compactedSlotMax } = batch
  if (compactedSlotMax > (snapshot?.slot ?? 0)) {
    throw new InvariantError(`no snapshot covers slot ${compactedSlotMax}`)
  }
  if (batch.snapshot !== undefined && batch.snapshot.slot > lastSlot) {
    lastSlot = batch.snapshot.slot
    if (compactedSlotMax !== lastSlot) {
      throw new InvariantError(`a snapshot of slot ${lastSlot} has the slots before it given up`)
    }
  }
  if (batch.log !== undefined) {
    const { firstSlot, entries } = batch.log
    const isWhole = Number.isSafeInteger(firstSlot) && firstSlot > compactedSlotMax
    if (!isWhole || firstSlot > lastSlot + 1) {
      throw new InvariantError(`slot ${firstSlot} does not continue a log that ends at ${lastSlot}`)
    }
    lastSlot = firstSlot + entries.length - 1
  }
  if (batch.chosen !== undefined) {
    chosenSlotMax = batch.chosen.slotMax
    chosenBallot = batch.chosen.ballot
  }
  if (chosenSlotMax > lastSlot) {
    throw new InvariantError(`slot ${chosenSlotMax} is chosen, but the log ends at ${lastSlot}`)
  }
  const configuration = batch.epoch?.configuration ?? state.configuration
  return {
    incarnation: state.incarnation,
    boot: state.boot,
    promisedBallot: batch.promisedBallot ?? state.promisedBallot,
    acceptedBallot: batch.acceptedBallot ?? state.acceptedBallot,
    chosenSlotMax,
    chosenBallot,
    lastSlot,
    compactedSlotMax,
    genesis: batch.genesis ?? state.genesis,
    endedEpochs:
      batch.epoch === undefined ? state.endedEpochs : [...state.endedEpochs, ...batch.epoch.ended],
    ...(configuration !== undefined && { configuration }),
    ...(snapshot !== undefined && { snapshot })
  }
}

/** @throws InvalidOptionsError unless `key` can name a replica's state: not empty, and Unicode text. */
export function checkReplicaKey(key: string): void {
  if (key === '' || !key.isWellFormed()) {
    throw new InvalidOptionsError('the key of a replica must be Unicode text and not empty')
  }
}
