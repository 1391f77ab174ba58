import { PassThrough } from 'node:stream'
import { text } from 'node:stream/consumers'
import { afterEach, describe, expect, it } from 'vitest'
import { describeAnswer } from '../../src/cli/answer-text.js'
import { GroupObjects } from '../../src/cli/group-objects.js'
import type { PeerEvent } from '../../src/cli/ndjson.js'
import { Output } from '../../src/cli/output.js'
import { answerReporter } from '../../src/cli/reporter.js'
import { Peers } from '../support/trio.js'

describe('answers', () => {
  let peers = new Peers(0)

  afterEach(async () => {
    await peers.stopAll()
    peers = new Peers(0)
  })

  it('hold in base64 what another program set that is no text', async () => {
    peers = await new Peers(1).open()
    const { group } = peers.at(0)
    const objects = new GroupObjects(group, () => undefined)
    await group.map('m').set('k', Uint8Array.of(0xff, 0xfe))
    const get = { type: 'get', map: 'm', key: 'k', consistency: 'local' } as const
    expect(await objects.answer('1', get, {})).toMatchObject({ found: true, valueBase64: '//4=' })
    const cas = { type: 'cas', map: 'm', key: 'k', version: 0, value: 'text' } as const
    expect(await objects.answer('2', cas, {})).toMatchObject({
      succeeded: false,
      valueBase64: '//4='
    })
  })
})

describe('answers for people', () => {
  const found = (value: string): PeerEvent => ({
    type: 'got',
    id: '1',
    slot: 7,
    found: true,
    value,
    version: 5
  })

  it.each([
    ['word', 'word'],
    ['two words', '"two words"'],
    ['', '""'],
    ['"', '"\\""'],
    ['line\nline', '"line\\nline"'],
    ['\u001b[31mred', '"\\u001b[31mred"'],
    ['\u009b31mred', '"\\u009b31mred"'],
    ['\u202eback', '"\\u202eback"'],
    ['größer🎲', 'größer🎲']
  ])('show %j as it would be typed', (value, shown) => {
    expect(describeAnswer(found(value))).toBe(`${shown}, version 5`)
  })

  const report = async (coloured: boolean, events: readonly PeerEvent[]): Promise<string[]> => {
    const streams = [new PassThrough(), new PassThrough()]
    const shown = streams.map(stream => text(stream))
    const [answers, notes] = streams.map(stream => new Output(stream, () => undefined))
    if (answers === undefined || notes === undefined) throw new Error('there is no output')
    const reporter = answerReporter(answers, notes, coloured)
    for (const event of events) reporter.report(event)
    await answers.end(1000)
    await notes.end(1000)
    for (const stream of streams) stream.end()
    return await Promise.all(shown)
  }

  it('are red where something went wrong, if there are colours', async () => {
    const events: PeerEvent[] = [
      found('v'),
      { type: 'lock-lost', name: 'l', token: 3 },
      {
        type: 'failed',
        id: '2',
        error: { name: 'OutcomeUnknownError', message: 'gave up' },
        mayHaveTakenEffect: true
      },
      { type: 'quorum', state: 'lost' }
    ]
    const lines = [
      'v, version 5',
      'lock l is lost, token 3',
      'failed: OutcomeUnknownError: gave up (it may have taken effect)'
    ]
    const notes = 'quorum lost\n'
    expect(await report(false, events)).toEqual([`${lines.join('\n')}\n`, notes])
    const [answer, ...bad] = lines
    const coloured = [answer, ...bad.map(line => `\u001b[31m${line}\u001b[0m`)]
    expect(await report(true, events)).toEqual([`${coloured.join('\n')}\n`, notes])
  })
})
