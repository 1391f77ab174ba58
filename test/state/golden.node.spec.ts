import { readFileSync, writeFileSync } from 'node:fs'
import { env } from 'node:process'
import { describe, expect, it } from 'vitest'
import { decodeOperation, encodeOperation } from '../../src/state/operation-codec.js'
import { decodePiece, encodePiece } from '../../src/state/piece-codec.js'
import { Log, restored } from './log.js'
import { operations, pieces } from './samples.js'

/*
 * The bytes of every kind of operation, row and result, and of a whole state, as they were when the format was fixed. Bytes that differ
 * are another version: see docs/wire.md. `GOLDEN=write npx vitest run --config test/vitest.config.ts golden` writes them anew.
 */

const path = new URL('golden-bytes.json', import.meta.url)

/** What a log with each sample comes to: the meaning of a version is fixed, too. */
function story(): Log {
  const log = new Log()
  const lease = log.grant(1000, { origin: 'bob' })
  log.set('stays', 'a')
  log.set('goes', 'b', lease)
  log.claim(lease)
  log.claim(lease, { kind: 'election', name: 'office' })
  log.pass(999)
  for (const operation of operations.values()) log.apply(operation, { session: 3, acknowledged: 2 })
  log.pass(1)
  return log
}

function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex')
}

function bytesOfHex(text: string): Uint8Array {
  return Uint8Array.from(Buffer.from(text, 'hex'))
}

function hexOf<T>(samples: ReadonlyMap<string, T>, encode: (sample: T) => Uint8Array) {
  return Object.fromEntries([...samples].map(([name, sample]) => [name, hex(encode(sample))]))
}

if (env['GOLDEN'] === 'write') {
  const written = {
    operations: hexOf(operations, encodeOperation),
    pieces: hexOf(pieces, encodePiece),
    story: [...story().objects.snapshot()].map(hex)
  }
  writeFileSync(path, `${JSON.stringify(written, undefined, 2)}\n`)
}

interface Golden {
  readonly operations: Record<string, string>
  readonly pieces: Record<string, string>
  readonly story: readonly string[]
}

const golden: Golden = JSON.parse(readFileSync(path, 'utf8'))

describe.each([
  ['operations', operations, encodeOperation, decodeOperation],
  ['pieces', pieces, encodePiece, decodePiece]
] as const)('golden %s', (kind, samples, encode, decode) => {
  it('are there for every sample', () => {
    expect(Object.keys(golden[kind])).toEqual([...samples.keys()])
  })

  it.each([...samples.keys()])('are written and read as they always were: %s', name => {
    const sample = samples.get(name)
    const text = golden[kind][name] ?? ''
    expect(hex(encode(sample as never))).toBe(text)
    expect(decode(bytesOfHex(text))).toEqual(sample)
  })
})

describe('a log of operations', () => {
  it('comes to what it always came to', () => {
    expect([...story().objects.snapshot()].map(hex)).toEqual(golden.story)
    const again = restored(golden.story.map(bytesOfHex))
    expect([...again.snapshot()].map(hex)).toEqual(golden.story)
  })
})
