import { describe, expect, it } from 'vitest'
import type { ChosenEntry } from '../../src/core/effects.js'
import type { Entry } from '../../src/core/entry.js'
import { Applier } from '../../src/group/applier.js'
import { stringCodec } from '../../src/group/codec.js'
import type { ApplyContext, StateMachine } from '../../src/group/machine.js'
import { framed } from '../../src/group/pieces.js'
import { encodeOperation } from '../../src/state/operation-codec.js'

const encoder = new TextEncoder()

/** The values that were applied, in order. */
class List implements StateMachine<string> {
  values: string[] = []
  readonly contexts: ApplyContext[] = []

  apply(value: string, context: ApplyContext): void {
    if (value === 'throw') throw new RangeError('not this one')
    this.values.push(value)
    this.contexts.push(context)
  }

  async *snapshot(): AsyncGenerator<Uint8Array> {
    const [first = 0, ...rest] = encoder.encode(JSON.stringify(this.values))
    yield Uint8Array.of(first)
    yield Uint8Array.from(rest)
  }

  async restore(source: AsyncIterable<Uint8Array>): Promise<void> {
    const bytes: number[] = []
    for await (const part of source) bytes.push(...part)
    this.values = JSON.parse(new TextDecoder().decode(Uint8Array.from(bytes)))
  }
}

interface SetUp {
  readonly applier: Applier<string>
  readonly list: List
  /** What the applier told, in order. */
  readonly told: string[]
}

function setUp(withMachine = true): SetUp {
  const list = new List()
  const told: string[] = []
  const applier = new Applier<string>({
    options: { machine: withMachine ? list : undefined, codec: stringCodec },
    onError: (what, error) => told.push(`${what}: ${(error as Error).message}`),
    onStop: error => told.push(`stop: ${error.name}`),
    onRestored: () => told.push('restored')
  })
  return { applier, list, told }
}

function chosen(
  slot: number,
  entry: Entry,
  verdict: ChosenEntry['verdict']['type'] = 'applied'
): ChosenEntry {
  return { slot, entry, verdict: { type: verdict } as ChosenEntry['verdict'], origin: 'alice' }
}

function place(slot: number) {
  return { session: 1, sequence: slot, logTimeMs: 10 * slot }
}

function value(slot: number, text: string): Entry {
  return { type: 'value', ...place(slot), value: encoder.encode(text) }
}

function counted(slot: number): Entry {
  const operation = encodeOperation({ type: 'add', kind: 'counter', name: 'n', delta: 1 })
  return { type: 'operation', ...place(slot), operation }
}

function newer(slot: number): Entry {
  return { type: 'operation', ...place(slot), operation: Uint8Array.of(2, 1) }
}

async function all(parts: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const bytes: number[] = []
  for await (const part of parts) bytes.push(...part)
  return Uint8Array.from(bytes)
}

async function* source(...parts: Uint8Array[]): AsyncGenerator<Uint8Array> {
  yield* parts
}

/** A content that says of objects what a newer version would. */
function newerContent(): Uint8Array[] {
  return [...framed([Uint8Array.of(2, 1, 2, 3)]), encoder.encode('["newer"]')]
}

describe('what is chosen', () => {
  it('is applied to the objects and to the machine, each what is its own', () => {
    const { applier, list, told } = setUp()
    applier.apply([
      chosen(1, { type: 'open-session', origin: 'alice', nonce: 1n, logTimeMs: 10 }),
      chosen(2, value(2, 'a')),
      chosen(3, counted(3)),
      chosen(4, { type: 'tick', logTimeMs: 40 }, 'nothing'),
      chosen(5, value(5, 'not applied'), 'nothing'),
      chosen(6, { ...value(6, ''), value: Uint8Array.of(0xff) } as Entry),
      chosen(7, value(7, 'throw')),
      chosen(8, value(8, 'b'))
    ])
    expect(list.values).toEqual(['a', 'b'])
    expect(list.contexts).toMatchObject([
      { slot: 2, origin: 'alice', logTimeMs: 20, version: 1 },
      { slot: 8, origin: 'alice', logTimeMs: 80, version: 1 }
    ])
    expect(applier.objects.number('counter', 'n')).toBe(1)
    expect(applier.objects.slot).toBe(8)
    expect(told).toEqual(['apply: not this one'])
  })

  it('is applied without a machine', () => {
    const { applier } = setUp(false)
    applier.apply([chosen(1, value(1, 'a')), chosen(2, counted(2))])
    expect(applier.objects.number('counter', 'n')).toBe(1)
  })
})

describe('an operation of a newer version', () => {
  it('is the last entry that is looked at', () => {
    const { applier, list, told } = setUp()
    applier.apply([chosen(1, value(1, 'a')), chosen(2, newer(2)), chosen(3, value(3, 'b'))])
    applier.apply([chosen(4, counted(4)), chosen(5, newer(5))])
    expect(list.values).toEqual(['a'])
    expect([applier.objects.slot, applier.objects.number('counter', 'n')]).toEqual([1, 0])
    expect(told).toEqual(['stop: UnsupportedVersionError'])
    expect(applier.stopped).toMatchObject({ name: 'UnsupportedVersionError' })
    expect(() => applier.snapshot()).toThrow(applier.stopped)
  })

  it('is no obstacle any more once a snapshot stands for it', async () => {
    const ahead = setUp()
    ahead.applier.apply([chosen(1, value(1, 'a')), chosen(2, counted(2)), chosen(3, value(3, 'b'))])
    const { applier, list, told } = setUp()
    applier.apply([chosen(1, value(1, 'a')), chosen(2, newer(2))])
    await applier.restore(ahead.applier.snapshot())
    expect(applier.stopped).toBeUndefined()
    applier.apply([chosen(4, value(4, 'c'))])
    expect(list.values).toEqual(['a', 'b', 'c'])
    expect(applier.objects.slot).toBe(4)
    expect(told).toEqual(['stop: UnsupportedVersionError', 'restored'])
  })
})

describe('a snapshot', () => {
  it('brings another replica to where this one is', async () => {
    const first = setUp()
    first.applier.apply([chosen(1, value(1, 'a')), chosen(2, counted(2)), chosen(3, value(3, 'b'))])
    const bytes = await all(first.applier.snapshot())
    for (const length of [1, 7, bytes.length]) {
      const { applier, list, told } = setUp()
      const parts: Uint8Array[] = []
      for (let at = 0; at < bytes.length; at += length) parts.push(bytes.slice(at, at + length))
      await applier.restore(source(...parts))
      expect(list.values).toEqual(['a', 'b'])
      expect(applier.objects.number('counter', 'n')).toBe(1)
      expect(told).toEqual(['restored'])
      expect(await all(applier.snapshot())).toEqual(bytes)
    }
  })

  it('is of when it was asked for, of the objects and of the machine', async () => {
    const { applier } = setUp()
    applier.apply([chosen(1, value(1, 'a')), chosen(2, counted(2))])
    const now = await all(applier.snapshot())
    const later = applier.snapshot()
    applier.apply([chosen(3, counted(3))])
    expect(await all(later)).toEqual(now)
  })

  it('holds something else with a machine than without', () => {
    expect([setUp(false).applier.kind, setUp(true).applier.kind]).toEqual([0, 1])
  })

  it('without a machine is what there is without one', async () => {
    const { applier } = setUp(false)
    applier.apply([chosen(1, counted(1))])
    const other = setUp(false)
    await other.applier.restore(applier.snapshot())
    expect(other.applier.objects.number('counter', 'n')).toBe(1)
    expect(other.told).toEqual(['restored'])
  })

  it('of a newer version is passed over, and nothing more is applied', async () => {
    const { applier, list, told } = setUp()
    applier.apply([chosen(1, value(1, 'a')), chosen(2, counted(2))])
    await applier.restore(source(...newerContent()))
    applier.apply([chosen(9, value(9, 'b')), chosen(10, counted(10))])
    expect(list.values).toEqual(['a'])
    expect([applier.objects.slot, applier.objects.number('counter', 'n')]).toEqual([2, 1])
    expect(told).toEqual(['stop: UnsupportedVersionError'])
    expect(() => applier.snapshot()).toThrow(applier.stopped)
  })

  it.each([
    ['no piece', [...framed([Uint8Array.of(1, 0xff)])]],
    ['no time', [...framed([Uint8Array.of(1)])]],
    ['no objects', [...framed([])]],
    ['half a piece', [Uint8Array.of(0, 0, 0, 9, 1)]]
  ])('that is damaged is refused: %s', async (_, parts) => {
    const { applier, list, told } = setUp()
    applier.apply([chosen(1, value(1, 'a'))])
    const content = source(...parts, encoder.encode('["b"]'))
    await expect(applier.restore(content)).rejects.toMatchObject({ name: 'StoreCorruptError' })
    expect([list.values, told, applier.stopped]).toEqual([['a'], [], undefined])
  })
})

it('a machine serves one opening of one group', () => {
  const machine = new List()
  const init = {
    options: { machine, codec: stringCodec },
    onError: () => undefined,
    onStop: () => undefined,
    onRestored: () => undefined
  }
  expect(new Applier(init).kind).toBe(1)
  expect(() => new Applier(init)).toThrow(expect.objectContaining({ name: 'InvalidOptionsError' }))
})
