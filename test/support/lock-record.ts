/** A lock that somebody was told to have, with the places of what happened in the order in which it was seen. */
interface Grant {
  readonly holder: string
  readonly token: number
  readonly askedAt: number
  readonly toldAt: number
  /** When it was asked to be given up, if that succeeded: until then it was this holder's. */
  givenUpAt: number | undefined
}

/** What members are told of one lock, and whether that can be. */
export class LockRecord {
  readonly #lost: Pick<Grant, 'holder' | 'token'>[] = []
  readonly #grants: Grant[] = []
  #place = 0

  get count(): number {
    return this.#grants.length
  }

  /** Something is asked for; returns its place. */
  ask(): number {
    this.#place += 1
    return this.#place
  }

  onLocked(holder: string, token: number, askedAt: number): void {
    this.#grants.push({ holder, token, askedAt, toldAt: this.ask(), givenUpAt: undefined })
  }

  onUnlocked(token: number, askedAt: number): void {
    for (const grant of this.#grants) if (grant.token === token) grant.givenUpAt = askedAt
  }

  onLost(holder: string, token: number): void {
    this.#lost.push({ holder, token })
  }

  /** Tokens rise in the order of time, and nobody gets the lock from somebody who still gives it up later. */
  judge(): readonly string[] {
    const problems: string[] = []
    for (const { holder, token } of this.#lost) {
      const had = this.#grants.some(grant => grant.holder === holder && grant.token === token)
      if (!had) problems.push(`${holder} lost token ${token}, which it never had`)
    }
    for (const earlier of this.#grants) {
      for (const later of this.#grants) {
        if (earlier === later) continue
        if (earlier.token === later.token) problems.push(`${show(earlier)} is ${show(later)}`)
        if (earlier.token >= later.token) continue
        if (later.toldAt < earlier.askedAt) {
          problems.push(`${show(later)} was told before ${show(earlier)} was asked for`)
        }
        if (earlier.givenUpAt !== undefined && later.toldAt < earlier.givenUpAt) {
          problems.push(`${show(later)} was told before ${show(earlier)} was given up`)
        }
      }
    }
    return problems
  }
}

function show({ holder, token }: Grant): string {
  return `token ${token} of ${holder}`
}
