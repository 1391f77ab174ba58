import { ttlMsMax } from '../../src/state/limits.js'
import type { Action, Condition, Operation, Result } from '../../src/state/operation.js'
import type { ClaimRow, MapRow, NumberKind, TurnKind } from '../../src/state/rows.js'

interface Kept extends MapRow {
  readonly map: string
  readonly key: string
}

interface Lease {
  readonly lease: number
  readonly ttlMs: number
  readonly expiresAtMs: number
}

interface Claimed extends ClaimRow {
  readonly kind: TurnKind
  readonly name: string
  readonly claim: number
}

interface Known {
  readonly session: number
  readonly sequence: number
  readonly slot: number
  readonly result: Result
}

const ended: Result = { type: 'refused', reason: 'lease-ended' }
const outOfRange: Result = { type: 'refused', reason: 'out-of-range' }

function text(bytes: Uint8Array): string {
  return String.fromCharCode(...bytes)
}

/**
 * What the objects of a group are, in as few words as possible: lists that are searched from end to end, and nothing that is remembered
 * to find something faster.
 */
export class Reference {
  slot = 0
  nowMs = 0
  machineVersion = 1
  token = 0
  kept: readonly Kept[] = []
  readonly numbers = new Map<string, number>()
  leases: readonly Lease[] = []
  /** All lines, each in the order in which claims were made. */
  claims: readonly Claimed[] = []
  known: readonly Known[] = []

  /** Time passes. */
  begin(slot: number, nowMs: number): void {
    this.slot = slot
    this.nowMs = nowMs
    const over = this.leases.filter(({ expiresAtMs }) => expiresAtMs <= nowMs)
    this.#end(over.toSorted((a, b) => a.expiresAtMs - b.expiresAtMs || a.lease - b.lease))
  }

  acknowledge(session: number, sequence: number): void {
    this.known = this.known.filter(each => each.session !== session || each.sequence > sequence)
  }

  note(session: number, sequence: number, result: Result): void {
    this.known = [...this.known, { session, sequence, slot: this.slot, result }]
  }

  hasLease(lease: number): boolean {
    return this.leases.some(each => each.lease === lease)
  }

  row(map: string, key: string): Kept | undefined {
    return this.kept.find(each => each.map === map && each.key === key)
  }

  number(kind: NumberKind, name: string): number {
    return this.numbers.get(`${kind} ${name}`) ?? 0
  }

  line(kind: TurnKind, name: string): readonly Claimed[] {
    return this.claims.filter(each => each.kind === kind && each.name === name)
  }

  holder(kind: TurnKind, name: string): Claimed | undefined {
    return this.line(kind, name).find(({ token }) => token > 0)
  }

  apply(operation: Operation, origin: string): Result {
    const { slot, nowMs } = this
    switch (operation.type) {
      case 'transaction':
        return this.#transact(operation)
      case 'add': {
        const { kind, name, delta } = operation
        const value = this.number(kind, name) + delta
        const isExact = Math.abs(value) < 2 ** 53
        if (!isExact || (kind === 'sequence' && delta <= 0)) return outOfRange
        this.numbers.set(`${kind} ${name}`, value)
        return { type: 'number', value }
      }
      case 'grant': {
        const { ttlMs } = operation
        if (ttlMs > ttlMsMax) throw new RangeError('it cannot be written')
        this.leases = [...this.leases, { lease: slot, ttlMs, expiresAtMs: nowMs + ttlMs }]
        return { type: 'lease', lease: slot, expiresAtMs: nowMs + ttlMs }
      }
      case 'keep-alive': {
        const lease = this.leases.find(each => each.lease === operation.lease)
        if (lease === undefined) return ended
        const expiresAtMs = nowMs + lease.ttlMs
        this.leases = this.leases.map(each => (each === lease ? { ...lease, expiresAtMs } : each))
        return { type: 'lease', lease: lease.lease, expiresAtMs }
      }
      case 'revoke': {
        const revoked = this.leases.filter(each => each.lease === operation.lease)
        this.#end(revoked)
        return { type: 'done', existed: revoked.length > 0 }
      }
      case 'claim': {
        const { kind, name, lease, value, waits } = operation
        if (!this.hasLease(lease)) return ended
        const isFree = this.line(kind, name).length === 0
        if (!isFree && !waits) return { type: 'refused', reason: 'taken' }
        if (isFree) this.token += 1
        const token = isFree ? this.token : 0
        const row = { type: 'claim', kind, name, claim: slot, lease, origin, value, token } as const
        this.claims = [...this.claims, row]
        return { type: 'claim', claim: slot, token }
      }
      case 'upgrade': {
        const existed = operation.version > this.machineVersion
        this.machineVersion = Math.max(this.machineVersion, operation.version)
        return { type: 'done', existed }
      }
      case 'release': {
        const { kind, name, claim } = operation
        const found = this.line(kind, name).find(each => each.claim === claim)
        if (found !== undefined) this.#leave(found)
        return { type: 'done', existed: found !== undefined }
      }
      case 'proclaim': {
        const holder = this.holder('election', operation.name)
        const isMeant = holder !== undefined && holder.claim === operation.claim
        if (isMeant) {
          const { value } = operation
          this.claims = this.claims.map(each => (each === holder ? { ...each, value } : each))
        }
        return { type: 'done', existed: isMeant }
      }
    }
  }

  #transact(operation: Extract<Operation, { readonly type: 'transaction' }>): Result {
    const { map, conditions, actions, otherwise } = operation
    const succeeded = conditions.every(condition => this.#holds(map, condition))
    const done = succeeded ? actions : otherwise
    const isPossible = done.every(
      action => action.type !== 'set' || action.lease === 0 || this.hasLease(action.lease)
    )
    if (!isPossible) return ended
    const found = done.map(action => this.#act(map, action))
    return { type: 'transaction', succeeded, found }
  }

  #act(map: string, action: Action): MapRow | undefined {
    const found = this.row(map, action.key)
    if (action.type !== 'get') this.kept = this.kept.filter(each => each !== found)
    if (action.type === 'set') {
      const { key, value, lease } = action
      const createdSlot = found?.createdSlot ?? this.slot
      const place = { map, key, version: this.slot, createdSlot }
      this.kept = [...this.kept, { type: 'map', ...place, value, lease }]
    }
    if (found === undefined) return undefined
    const { map: _, key: __, ...row } = found
    return row
  }

  #holds(map: string, condition: Condition): boolean {
    const row = this.row(map, condition.key)
    if ('value' in condition && row === undefined) return false
    const [left, right] =
      'value' in condition
        ? [text(row?.value ?? condition.value), text(condition.value)]
        : [row?.version ?? 0, condition.version]
    switch (condition.is) {
      case 'equal':
        return left === right
      case 'not-equal':
        return left !== right
      case 'below':
        return left < right
      case 'above':
        return left > right
    }
  }

  /** All of them, before anything is passed on. Of one lease offices go first, then locks, short names before long ones. */
  #end(over: readonly Lease[]): void {
    this.leases = this.leases.filter(each => !over.includes(each))
    for (const { lease } of over) {
      this.kept = this.kept.filter(each => each.lease !== lease)
      const order = ({ kind, name, claim }: Claimed): string =>
        `${kind} ${1000 + name.length} ${name} ${1e6 + claim}`
      const claims = this.claims.filter(each => each.lease === lease)
      for (const claim of claims.toSorted((a, b) => (order(a) < order(b) ? -1 : 1))) {
        this.#leave(this.claims.find(each => each.claim === claim.claim) ?? claim)
      }
    }
  }

  /** Whoever is next has what whoever leaves had. */
  #leave(claim: Claimed): void {
    this.claims = this.claims.filter(each => each !== claim)
    if (claim.token === 0) return
    const next = this.line(claim.kind, claim.name).find(({ lease }) => this.hasLease(lease))
    if (next === undefined) return
    this.token += 1
    const { token } = this
    this.claims = this.claims.map(each => (each === next ? { ...each, token } : each))
  }
}
