import { describe, expect, it } from 'vitest'
import { Admission, type Admit, type JoinRequest } from '../../src/runtime/admission.js'
import type { FrameSection } from '../../src/wire/frame.js'

class Setup {
  nowMs = 0
  readonly asked: JoinRequest[] = []
  readonly decided: [string, boolean][] = []
  readonly errors: unknown[] = []
  readonly admission: Admission

  constructor(admit: Admit | undefined) {
    this.admission = new Admission({
      clock: {
        nowMs: () => this.nowMs,
        setTimer: () => () => undefined,
        soon: run => run(),
        turnEnd: run => run()
      },
      admit:
        admit &&
        (request => {
          this.asked.push(request)
          return admit(request)
        }),
      onError: error => this.errors.push(error),
      onDecided: ({ peerId }, admitted) => this.decided.push([peerId, admitted])
    })
  }

  /** Somebody asks; resolves once the application has answered. */
  async ask(peerId: string, given: Partial<FrameSection> = {}): Promise<void> {
    this.admission.onStranger(peerId, {
      groupId: new Uint8Array(32),
      incarnation: 1n,
      messages: [{ type: 'join', willing: true }],
      ...given
    })
    await new Promise(resolve => setImmediate(resolve))
  }
}

describe('admission', () => {
  it('is up to the application, which learns who asks for what', async () => {
    const setup = new Setup(({ peerId }) => peerId === 'a')
    await setup.ask('a')
    await setup.ask('b', { messages: [{ type: 'learn', chosenSlotMax: 7, willing: false }] })
    expect(setup.asked).toEqual([
      { peerId: 'a', incarnation: 1n, role: 'voter' },
      { peerId: 'b', incarnation: 1n, role: 'learner' }
    ])
    expect(setup.decided).toEqual([
      ['a', true],
      ['b', false]
    ])
    expect(setup.admission.isAdmitted('a')).toBe(true)
    expect(setup.admission.isAdmitted('b')).toBe(false)
  })

  it('is of one life of a peer', async () => {
    const setup = new Setup(({ incarnation }) => incarnation === 1n)
    await setup.ask('a')
    expect(setup.admission.isAdmitted('a', 1n)).toBe(true)
    expect(setup.admission.isAdmitted('a', 2n)).toBe(false)
    await setup.ask('a', { incarnation: 2n })
    expect(setup.asked).toHaveLength(2)
    expect(setup.admission.isAdmitted('a')).toBe(false)
  })

  it('is nobody’s without a callback, or by anything but true', async () => {
    const closed = new Setup(undefined)
    await closed.ask('a')
    expect(closed.decided).toEqual([['a', false]])
    const sloppy = new Setup((() => 'yes') as never)
    await sloppy.ask('a')
    expect(sloppy.decided).toEqual([['a', false]])
  })

  it('is refused, and told, if the callback throws', async () => {
    const failure = new Error('no database')
    const setup = new Setup(() => Promise.reject(failure))
    await setup.ask('a')
    expect(setup.decided).toEqual([['a', false]])
    expect(setup.errors).toEqual([failure])
  })

  it('is asked for once while the application thinks, and a refusal holds for a while', async () => {
    const answer = Promise.withResolvers<boolean>()
    const setup = new Setup(() => answer.promise)
    await setup.ask('a')
    await setup.ask('a')
    expect(setup.decided).toEqual([])
    answer.resolve(false)
    await setup.ask('a')
    await setup.ask('a')
    expect(setup.asked).toHaveLength(1)
    expect(new Set(setup.decided.map(String))).toEqual(new Set(['a,false']))
    setup.nowMs = 5_001
    await setup.ask('a')
    expect(setup.asked).toHaveLength(2)
  })

  it('is not asked for by messages that ask for nothing', async () => {
    const setup = new Setup(() => true)
    await setup.ask('a', { messages: [{ type: 'heartbeat', round: 1, news: false }] })
    expect(setup.asked).toEqual([])
    expect(setup.decided).toEqual([])
  })
})
