import { globSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import * as errors from '../src/errors.js'
import { GroupEmitter } from '../src/group/emitter.js'
import { Group } from '../src/group/group.js'
import { resolveOptions } from '../src/group/options.js'
import { transportOptions } from '../src/libp2p/components.js'
import { churnOptions } from '../src/runtime/churn.js'

const readme = readFileSync('README.md', 'utf8')

/** The cells of the rows of the first table after `before`, without their backquotes. */
function table(before: string): string[][] {
  const start = readme.indexOf(before)
  expect(start, before).toBeGreaterThanOrEqual(0)
  const lines = readme.slice(start).split('\n')
  const first = lines.findIndex(line => line.startsWith('|'))
  const rows = lines.slice(first + 2)
  return rows
    .slice(
      0,
      rows.findIndex(line => !line.startsWith('|'))
    )
    .map(row => row.split(' | ').map(cell => cell.replaceAll(/[`|]/g, '').trim()))
}

/** The default that a cell names, as a number where it is one. */
function parseDefault(cell: string): unknown {
  const [, digits = '', unit] = /^([\d,]+)( MiB)?$/.exec(cell) ?? []
  if (digits !== '') return Number(digits.replaceAll(',', '')) * (unit ? 2 ** 20 : 1)
  if (cell === 'true') return true
  return cell === "''" ? '' : cell
}

function documentedDefaults(before: string): Record<string, unknown> {
  const rows = table(before).flatMap(([names = '', value = '']) =>
    names.split(', ').map(name => [name, parseDefault(value)])
  )
  return Object.fromEntries(rows)
}

describe('README', () => {
  it('shows a snippet of at most twelve lines first', () => {
    const [, snippet = ''] = /```ts\n([\s\S]*?)\n```/.exec(readme) ?? []
    expect(snippet.split('\n').length).toBeLessThanOrEqual(12)
  })

  it('lists every error that is thrown', () => {
    const source = globSync('src/**/*.ts').map(path => readFileSync(path, 'utf8'))
    const thrown = new Set(
      [...source.join('\n').matchAll(/new (\w+Error)\(/g)].map(([, name]) => name)
    )
    const names = Object.keys(errors).filter(name => thrown.has(name))
    const documented = table('### Errors').map(([name]) => name)
    expect(documented.toSorted()).toEqual(names.toSorted())
  })

  it('lists every option of the service with its default', () => {
    const { store, onMessage, ...documented } = documentedDefaults('`paxos(init)`:\n')
    expect(store).toBe('in memory, with a warning')
    expect(onMessage).toBe('nobody is told')
    expect(documented).toEqual(transportOptions({}))
  })

  it('lists every option of a group with its default', () => {
    const self = '12D3KooWself'
    const { founding, core, name: _, ...own } = resolveOptions('name', self, { founders: [self] })
    expect(documentedDefaults('`open(name, options)`:\n')).toEqual({
      ...own,
      ...core,
      keyWindowSlots: founding?.keyWindowSlots,
      snapshotEveryBytes: founding?.snapshotEveryBytes,
      machine: 'none',
      logBytesMax: '64 MiB with a machine, else unlimited',
      founders: 'required',
      quorum: 'more than half',
      codec: 'bytesCodec',
      admit: 'nobody',
      churn: 'on',
      timeoutMs: 'none'
    })
  })

  it('lists every option of churn with its default', () => {
    expect(documentedDefaults('`churn`:\n')).toEqual({
      ...churnOptions({}, 1),
      votersTarget: '5, or the number of founders if that is more',
      evictUrgentAfterMs: '5,000, or evictAfterMs if that is less'
    })
  })

  it('lists every event of a group', () => {
    const source = readFileSync('src/group/events.ts', 'utf8')
    const events = [...source.matchAll(/readonly '?([\w:]+)'?: CustomEvent</g)].map(
      ([, name]) => name
    )
    expect(events.length).toBeGreaterThan(0)
    expect(table('### Events').map(([name]) => name)).toEqual(events)
  })

  it('lists every method and getter of a group', () => {
    const documented = table('### A group').flatMap(([names = '']) =>
      [...names.matchAll(/\w+(?=\(|,|$)/g)].map(([name]) => name)
    )
    const members: string[] = []
    // What it inherits from whatever emits events is not listed.
    for (
      let prototype = Group.prototype as object;
      prototype !== GroupEmitter.prototype;
      prototype = Object.getPrototypeOf(prototype)
    ) {
      members.push(...Object.getOwnPropertyNames(prototype))
    }
    const expected = members.filter(name => name !== 'constructor')
    expect(expected).toContain('map')
    expect(documented).toEqual(expect.arrayContaining(expected))
  })
})
