import { readFileSync, writeFileSync } from 'node:fs'
import { env } from 'node:process'
import { describe, expect, it } from 'vitest'
import { decodeFrame, encodeFrame } from '../../src/wire/frame-codec.js'
import {
  decodeLogRecord,
  decodeStandingRecord,
  decodeStateRecord,
  encodeLogRecord,
  encodeStandingRecord,
  encodeStateRecord
} from '../../src/wire/record-codec.js'
import { generatedPath, generateWire, schemas } from '../../tools/generate-wire.js'
import { frames, logs, standings, states } from './samples.js'

/*
 * The bytes of every kind of message, entry and record, as they were when the format was fixed. Bytes that differ are another
 * version of the format: see docs/wire.md. `GOLDEN=write npx vitest run --config test/vitest.config.ts golden` writes them anew.
 */

const path = new URL('golden-bytes.json', import.meta.url)

function hexOf<T>(samples: ReadonlyMap<string, T>, encode: (sample: T) => Uint8Array) {
  return Object.fromEntries(
    [...samples].map(([name, sample]) => [name, Buffer.from(encode(sample)).toString('hex')])
  )
}

if (env['GOLDEN'] === 'write') {
  const written = {
    frames: hexOf(frames, encodeFrame),
    logRecords: hexOf(logs, encodeLogRecord),
    stateRecords: hexOf(states, encodeStateRecord),
    standingRecords: hexOf(standings, encodeStandingRecord)
  }
  writeFileSync(path, `${JSON.stringify(written, undefined, 2)}\n`)
}

type Kind = 'frames' | 'logRecords' | 'stateRecords' | 'standingRecords'

const golden: Record<Kind, Record<string, string>> = JSON.parse(readFileSync(path, 'utf8'))

describe.each([
  ['frames', frames, encodeFrame, decodeFrame],
  ['logRecords', logs, encodeLogRecord, decodeLogRecord],
  ['stateRecords', states, encodeStateRecord, decodeStateRecord],
  ['standingRecords', standings, encodeStandingRecord, decodeStandingRecord]
] as const)('golden %s', (kind, samples, encode, decode) => {
  it('are there for every sample', () => {
    expect(Object.keys(golden[kind])).toEqual([...samples.keys()])
  })

  it.each([...samples.keys()])('are written and read as they always were: %s', name => {
    const sample = samples.get(name)
    const hex = golden[kind][name] ?? ''
    expect(Buffer.from(encode(sample as never)).toString('hex')).toBe(hex)
    expect(decode(Uint8Array.from(Buffer.from(hex, 'hex')))).toEqual(sample)
  })
})

describe('a frame in a Buffer', () => {
  it('is read as plain bytes of its own', () => {
    const buffer = Buffer.from(golden.frames['accept'] ?? '', 'hex')
    const frame = decodeFrame(buffer)
    buffer.fill(0xff)
    expect(frame).toStrictEqual(frames.get('accept'))
  })
})

describe('the generated code', () => {
  it.each(schemas)('is what the schema %s generates', { timeout: 60_000 }, async schema => {
    expect(await generateWire(schema)).toBe(readFileSync(generatedPath(schema), 'utf8'))
  })
})
