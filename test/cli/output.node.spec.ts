import { PassThrough, Readable } from 'node:stream'
import { text } from 'node:stream/consumers'
import { describe, expect, it } from 'vitest'
import { splitLines } from '../../src/cli/lines.js'
import { Output } from '../../src/cli/output.js'
import { Window } from '../../src/cli/window.js'

describe('output', () => {
  it('asks writers to wait for a slow reader, and goes on when it reads', async () => {
    const stream = new PassThrough({ highWaterMark: 1000 })
    const output = new Output(stream, () => undefined)
    output.write('x'.repeat(2000))
    expect(output.isFlowing).toBe(true)
    await new Promise(setImmediate)
    expect(output.isFlowing).toBe(false)
    let drained = false
    const waiting = output.drained().then(() => {
      drained = true
    })
    await new Promise(setImmediate)
    expect(drained).toBe(false)
    expect(String(stream.read())).toHaveLength(2001)
    await waiting
    expect(output.isFlowing).toBe(true)
  })

  it('keeps only the latest of what comes unasked while the reader is slow', async () => {
    const stream = new PassThrough({ highWaterMark: 10 })
    const output = new Output(stream, () => undefined)
    output.writeLatest('leader', 'leader 1')
    output.write('a long line, more than fits')
    await new Promise(setImmediate)
    for (const number of [2, 3, 4]) output.writeLatest('leader', `leader ${number}`)
    output.writeLatest('quorum', 'quorum 1')
    const all = text(stream)
    await output.end(1000)
    stream.end()
    expect(await all).toBe('leader 1\na long line, more than fits\nleader 4\nquorum 1\n')
  })

  it('tells once that the reader is gone, and stops nobody', async () => {
    const stream = new PassThrough({ highWaterMark: 1 })
    let gone = 0
    const output = new Output(stream, () => {
      gone += 1
    })
    output.write('a')
    await new Promise(setImmediate)
    const waiting = output.drained()
    stream.destroy(new Error('EPIPE'))
    await waiting
    output.write('b')
    await output.end(1000)
    expect(gone).toBe(1)
  })
})

describe('lines of input', () => {
  const split = async (chunks: readonly string[], lineBytesMax = 5): Promise<unknown[]> => {
    const lines: unknown[] = []
    const source = Readable.from(chunks.map(chunk => Buffer.from(chunk)))
    for await (const line of splitLines(source, lineBytesMax)) {
      lines.push(line && Buffer.from(line).toString())
    }
    return lines
  }

  it.each<[string, readonly string[], readonly unknown[]]>([
    ['in one piece', ['a\nb\n'], ['a', 'b']],
    ['in many pieces', ['a', 'b', '\n', '', 'c\nd', 'e\n'], ['ab', 'c', 'de']],
    ['with empty ones', ['\n\na\n'], ['', '', 'a']],
    ['with a last one that has no end', ['a\nb'], ['a', 'b']],
    ['with one that is too long', ['12345\n123456\n1\n'], ['12345', undefined, '1']],
    ['with a long one in pieces', ['1234', '5678', '\nab\n'], [undefined, 'ab']]
  ])('are split %s', async (_, chunks, lines) => {
    expect(await split(chunks)).toEqual(lines)
  })
})

describe('the window', () => {
  it('lets in what fits, and what is too large alone', async () => {
    const window = new Window(2, 10)
    let entered = 0
    const enter = async (bytes: number): Promise<void> => {
      await window.enter(bytes)
      entered += 1
    }
    await enter(4)
    await enter(6)
    const third = enter(0)
    await new Promise(setImmediate)
    expect(entered).toBe(2)
    window.leave(6)
    await third
    const large = enter(100)
    window.leave(4)
    await new Promise(setImmediate)
    expect(entered).toBe(3)
    window.leave(0)
    await large
    expect(entered).toBe(4)
  })
})
