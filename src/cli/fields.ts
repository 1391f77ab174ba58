import { InvalidOptionsError } from '../errors.js'

/** Reads the fields of an object of JSON, each once. What it throws is an InvalidOptionsError that says what is wrong. */
export class Fields {
  readonly #name: string
  readonly #rest: Record<string, unknown>

  /** @param name What the object is called in errors. */
  constructor(name: string, value: unknown) {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) {
      throw new InvalidOptionsError(`${name} must be an object`)
    }
    this.#name = name
    this.#rest = { ...value }
  }

  /** Text that has a form in UTF-8. */
  text(field: string): string {
    return textOf(`${this.#name}.${field}`, this.#take(field))
  }

  texts(field: string): string[] {
    const value = this.#take(field)
    if (!Array.isArray(value))
      throw new InvalidOptionsError(`${this.#name}.${field} must be a list`)
    return value.map(each => textOf(`${this.#name}.${field}`, each))
  }

  /** A whole number from `min` to `max`. */
  whole(field: string, min: number, max: number = Number.MAX_SAFE_INTEGER): number {
    return wholeOf(`${this.#name}.${field}`, this.#take(field), min, max)
  }

  flag(field: string): boolean {
    const value = this.#take(field)
    if (typeof value === 'boolean') return value
    throw new InvalidOptionsError(`${this.#name}.${field} must be true or false`)
  }

  oneOf<V extends string>(field: string, values: readonly V[]): V {
    const value = this.#take(field)
    const known = values.find(each => each === value)
    if (known !== undefined) return known
    throw new InvalidOptionsError(`${this.#name}.${field} must be one of ${values.join(', ')}`)
  }

  /** What `read` makes of a field, if it is there. */
  optional<V>(field: string, read: (field: string) => V): V | undefined {
    return this.#rest[field] === undefined ? undefined : read(field)
  }

  /** Refuses what nobody read. */
  end(): void {
    const unknown = Object.keys(this.#rest).filter(field => this.#rest[field] !== undefined)
    if (unknown.length === 0) return
    throw new InvalidOptionsError(`${this.#name} has no ${unknown.join(', ')}`)
  }

  #take(field: string): unknown {
    const value = this.#rest[field]
    delete this.#rest[field]
    return value
  }
}

/** @throws InvalidOptionsError if it is no text, or has no form in UTF-8. */
export function textOf(name: string, value: unknown): string {
  if (typeof value !== 'string') throw new InvalidOptionsError(`${name} must be a string`)
  // Half of a surrogate pair has no UTF-8: encoding would silently make something else of it.
  if (value.isWellFormed()) return value
  throw new InvalidOptionsError(`${name} has half of a surrogate pair`)
}

/** @throws InvalidOptionsError if it is no whole number from `min` to `max`. */
export function wholeOf(name: string, value: unknown, min: number, max: number): number {
  if (Number.isSafeInteger(value) && (value as number) >= min && (value as number) <= max) {
    return value as number
  }
  throw new InvalidOptionsError(`${name} must be a whole number from ${min} to ${max}`)
}
