import { readFile } from 'node:fs/promises'
import type { Profiler } from 'node:inspector'

/** Share of the time that a process was busy, by what it was busy with. */
export interface ProfileSummary {
  readonly path: string
  /** Share of the wall time that the process was not idle. */
  readonly busy: number
  /** By part of the program, largest first. */
  readonly groups: readonly Cost[]
  /** By function, largest first. */
  readonly functions: readonly Cost[]
}

export interface Cost {
  readonly name: string
  /** Of the time that the process was busy, from 0 to 1. */
  readonly share: number
}

/** Sums up the self times of a `.cpuprofile` file. */
export async function summarizeProfile(path: string): Promise<ProfileSummary> {
  const profile: Profiler.Profile = JSON.parse(await readFile(path, 'utf8'))
  const nodes = new Map(profile.nodes.map(node => [node.id, node.callFrame]))
  const groups = new Map<string, number>()
  const functions = new Map<string, number>()
  let busyUs = 0
  let wallUs = 0
  for (const [i, id] of (profile.samples ?? []).entries()) {
    const us = profile.timeDeltas?.[i] ?? 0
    const { functionName = '', url = '', lineNumber = 0 } = nodes.get(id) ?? {}
    wallUs += us
    if (functionName === '(idle)') continue
    busyUs += us
    add(groups, groupOf(functionName, url), us)
    const name = functionName === '' ? '(anonymous)' : functionName
    add(functions, url === '' ? name : `${name} ${shortUrl(url)}:${lineNumber + 1}`, us)
  }
  return {
    path,
    busy: busyUs / wallUs,
    groups: shares(groups, busyUs),
    functions: shares(functions, busyUs)
  }
}

function add(sums: Map<string, number>, name: string, us: number): void {
  sums.set(name, (sums.get(name) ?? 0) + us)
}

function shares(sums: ReadonlyMap<string, number>, total: number): Cost[] {
  return [...sums]
    .map(([name, us]) => ({ name, share: us / total }))
    .sort((a, b) => b.share - a.share)
}

function shortUrl(url: string): string {
  return url.replace(/^.*\/node_modules\//, '').replace(/^.*\/dist\//, '')
}

/** The folder of the program or the package that a function is from. */
function groupOf(functionName: string, url: string): string {
  if (url === '') return functionName.startsWith('(') ? functionName : '(native)'
  if (url.startsWith('node:')) return 'node'
  const short = shortUrl(url)
  const depth = short.startsWith('@') || short.startsWith('src/') ? 2 : 1
  return short.split('/').slice(0, depth).join('/')
}
