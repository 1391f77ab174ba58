import { type Ballot, compareBallots, formatBallot } from '../../core/ballot.js'
import type { Message, PromiseMessage } from '../../core/messages.js'
import { Violation } from '../observer.js'
import type { Ballots } from './ballots.js'
import type { Facts } from './facts.js'
import type { Watched } from './watched.js'

/** Holds what leaves a replica against what its disk knows at that moment. */
export class Said {
  readonly #facts: Facts
  readonly #ballots: Ballots

  constructor(facts: Facts, ballots: Ballots) {
    this.#facts = facts
    this.#ballots = ballots
  }

  onSend(from: Watched, message: Message): void {
    if ('chosenSlotMax' in message) {
      this.#facts.checkWatermark(from.peerId, message.chosenSlotMax)
    }
    switch (message.type) {
      case 'prepare':
      case 'confirm':
        this.#voter(from, message, message.ballot.epoch)
        this.#own(from, message)
        return
      case 'accept':
      case 'accept-sync':
        this.#voter(from, message, message.ballot.epoch)
        this.#own(from, message)
        this.#ballots.onAccept(from, message)
        return
      case 'promise':
        this.#voter(from, message, message.ballot.epoch)
        this.#durable(from, message, isPromised(from, message.ballot))
        this.#tellsAll(from, message)
        return
      case 'accepted': {
        this.#voter(from, message, message.ballot.epoch)
        const heldSlot = this.#ballots.heldSlot(from, message.ballot)
        this.#durable(from, message, heldSlot >= message.lastSlot)
        return
      }
      case 'confirmed':
        this.#voter(from, message, message.ballot.epoch)
        this.#confirms(from, message.ballot)
        return
      case 'reject':
        this.#voter(from, message, message.ballot.epoch)
        return
      case 'learn':
        this.#durable(from, message, from.durable.lastSlot >= message.chosenSlotMax)
        return
      case 'heartbeat-reply':
        if (message.canVote || message.leads) this.#voter(from, message, message.epoch)
        return
      case 'catch-up-reply':
        for (const [i, entry] of message.entries.entries()) {
          const slot = message.firstSlot + i
          this.#facts.checkChosen(from.peerId, slot, this.#facts.entries.idOf(slot, entry))
        }
    }
  }

  #voter(from: Watched, message: Message, epoch: number): void {
    if (this.#facts.placeOf(from, epoch) >= 0) return
    const text = `${from.peerId} (${from.incarnation.toString(16)}) sent '${message.type}'`
    throw new Violation('only voters vote', text)
  }

  /** A leader or candidate speaks in a ballot of its own, which it promised durably. */
  #own(from: Watched, message: Message & { readonly ballot: Ballot }): void {
    const { ballot } = message
    if (ballot.incarnation !== from.incarnation) {
      const text = `${from.peerId} sent '${message.type}' in another's ${formatBallot(ballot)}`
      throw new Violation('a ballot leads once', text)
    }
    this.#durable(from, message, isPromised(from, ballot))
    this.#ballots.use(from, ballot)
  }

  #durable(from: Watched, message: Message, isDurable: boolean): void {
    if (isDurable) return
    const text = `${from.peerId} sent '${message.type}', which its disk does not know`
    throw new Violation('durable before said', text)
  }

  /** What was accepted below a promise was accepted before it: a promise that leaves it out undoes it. */
  #tellsAll(from: Watched, { ballot, acceptedBallot }: PromiseMessage): void {
    const { durable } = from
    if (compareBallots(durable.acceptedBallot, ballot) >= 0) return
    if (compareBallots(acceptedBallot, durable.acceptedBallot) >= 0) return
    const told = formatBallot(acceptedBallot)
    const text = `${from.peerId} tells that it accepted in ${told} last`
    throw new Violation('durable before said', `${text}: ${formatBallot(durable.acceptedBallot)}`)
  }

  /** Whoever promised higher must not confirm. */
  #confirms(from: Watched, ballot: Ballot): void {
    const { promisedBallot } = from.durable
    if (compareBallots(promisedBallot, ballot) <= 0) return
    const promised = formatBallot(promisedBallot)
    const text = `${from.peerId} confirms ${formatBallot(ballot)} and promised ${promised}`
    throw new Violation('reads are current', text)
  }
}

function isPromised(from: Watched, ballot: Ballot): boolean {
  return compareBallots(from.durable.promisedBallot, ballot) >= 0
}
