import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { framed, PieceReader } from '../../src/group/pieces.js'

async function* source(parts: Iterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  yield* parts
}

function join(parts: Iterable<Uint8Array>): Uint8Array {
  return Uint8Array.from([...parts].flatMap(part => [...part]))
}

/** The bytes cut into parts of these lengths, over and over; a length of 0 is an empty part. */
function cut(bytes: Uint8Array, lengths: readonly number[]): Uint8Array[] {
  const parts: Uint8Array[] = []
  let at = 0
  for (let i = 0; at < bytes.length; i += 1) {
    const length = lengths[i % lengths.length] ?? 1
    parts.push(bytes.slice(at, at + length))
    at += length
  }
  return parts
}

async function all(parts: AsyncIterable<Uint8Array>): Promise<Uint8Array[]> {
  const found: Uint8Array[] = []
  for await (const part of parts) found.push(part)
  return found
}

const piece = fc.uint8Array({ minLength: 1, maxLength: 300 })

describe('pieces', () => {
  it('come back as they were, and what follows them, however they were cut on their way', async () => {
    const lengths = fc
      .array(fc.nat(40), { minLength: 1, maxLength: 5 })
      .filter(list => list.some(length => length > 0))
    const rest = fc.uint8Array({ maxLength: 30 })
    await fc.assert(
      fc.asyncProperty(
        fc.array(piece, { maxLength: 5 }),
        rest,
        lengths,
        async (pieces, more, parts) => {
          const bytes = join([...framed(pieces), more])
          const reader = new PieceReader(source(cut(bytes, parts)))
          expect(await all(reader.pieces())).toEqual(pieces)
          expect(join(await all(reader.rest()))).toEqual(more)
        }
      ),
      { numRuns: 300 }
    )
  })

  it('are written each after its length, and end with none', () => {
    expect(join(framed([Uint8Array.of(7), new Uint8Array(258).fill(8)]))).toEqual(
      Uint8Array.of(0, 0, 0, 1, 7, 0, 0, 1, 2, ...new Uint8Array(258).fill(8), 0, 0, 0, 0)
    )
    expect(join(framed([]))).toEqual(new Uint8Array(4))
  })

  it('are made when they are asked for', () => {
    const made: number[] = []
    function* pieces(): Generator<Uint8Array> {
      for (const n of [1, 2]) {
        made.push(n)
        yield Uint8Array.of(n)
      }
    }
    const frames = framed(pieces())
    frames.next()
    expect(made).toEqual([1])
  })

  it.each([
    ['at once', 0],
    ['in a length', 3],
    ['before a piece', 4],
    ['in a piece', 5],
    ['in another length', 8],
    ['without an end', 11]
  ])('that end too early are corrupt: %s', async (_, length) => {
    const bytes = join(framed([Uint8Array.of(1, 2), Uint8Array.of(3)]))
    for (const parts of [[length], [1], [2, 3]]) {
      const reader = new PieceReader(source(cut(bytes.slice(0, length), parts)))
      await expect(all(reader.pieces())).rejects.toMatchObject({ name: 'StoreCorruptError' })
    }
  })

  it('of which somebody leaves some leave what follows alone', async () => {
    const bytes = join([...framed([Uint8Array.of(1), Uint8Array.of(2)]), Uint8Array.of(3)])
    const reader = new PieceReader(source([bytes]))
    for await (const _ of reader.pieces()) break
    expect(join(await all(reader.rest()))).toEqual(Uint8Array.of(0, 0, 0, 1, 2, 0, 0, 0, 0, 3))
  })
})
