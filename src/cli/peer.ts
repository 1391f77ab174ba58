import { type Group, type MemberOptions, type Role, stringCodec } from '../index.js'
import { describeError } from './describe-error.js'
import { exitCodeOf, exitCodes } from './exit-codes.js'
import { loadOrCreateKey } from './key.js'
import { errorReport } from './ndjson.js'
import { createPeerNode, type MdnsOptions, type PeerNode } from './node.js'
import { Output } from './output.js'
import { PrintedLog } from './printed-log.js'
import { answerReporter, jsonReporter, type Reporter, textReporter } from './reporter.js'
import { Requests, serveLines } from './requests.js'
import { isColoured } from './style.js'
import { serveTypedLines } from './typed-lines.js'

/** A group that is founded, or one that is joined. */
export type GroupChoice =
  | {
      readonly type: 'found'
      readonly name: string
      /** PeerIds, this peer's included. */
      readonly founders: readonly string[]
    }
  | { readonly type: 'join'; readonly invite: string }

/** What `libp2p-paxos peer` is asked to do. */
export interface PeerOptions {
  /** Directory of the key and the store. */
  readonly store: string
  readonly group: GroupChoice
  /** What the peer would be; by default a voter that founds, and a learner that joins. */
  readonly role: Role | undefined
  /** Whom the peer admits. */
  readonly admit: 'nobody' | 'all' | readonly string[]
  /** How voters that are gone are replaced, if other than by default. */
  readonly churn: MemberOptions<string>['churn']
  readonly listen: readonly string[]
  readonly bootstrap: readonly string[]
  readonly mdns: MdnsOptions | undefined
  /** What lines of input are: values to propose, JSON objects, or commands that somebody types. */
  readonly input: 'values' | 'json' | 'commands'
}

/** A peer's process, as its parts see it. */
interface Run {
  readonly options: PeerOptions
  readonly reporter: Reporter
  /** Shows a text to somebody who types. */
  readonly print: (text: string) => void
  readonly stop: AbortController
  /** Resolves when the peer is told to stop. */
  readonly ended: Promise<void>
}

/** Milliseconds that a reader of the output has to take what is left when the peer ends. */
const flushMs = 1_000

/**
 * Runs one peer until SIGTERM or SIGINT, until the reader of its output goes away or, where a parent process holds an IPC
 * channel, until the parent is gone. Resolves with the exit code.
 */
export async function runPeer(options: PeerOptions): Promise<number> {
  const stop = new AbortController()
  const ended = new Promise<void>(resolve => {
    stop.signal.addEventListener('abort', () => resolve(), { once: true })
  })
  stopOnSignals(stop)
  const output = new Output(process.stdout, () => stop.abort())
  const notes = new Output(process.stderr, () => undefined)
  const reporter = reporterOf(options, output, notes)
  const print = (text: string): void => output.write(text)
  try {
    return await runNode({ options, reporter, print, stop, ended })
  } catch (error) {
    reporter.report({ type: 'halt', error: errorReport(error) })
    return exitCodeOf(error)
  } finally {
    await Promise.all([output.end(flushMs), notes.end(flushMs)])
    // An open channel would keep the process alive.
    if (process.connected) process.disconnect()
  }
}

function reporterOf({ input }: PeerOptions, output: Output, notes: Output): Reporter {
  if (input === 'json') return jsonReporter(output)
  if (input === 'values') return textReporter(output, notes)
  return answerReporter(output, notes, process.stdout.isTTY && isColoured(process.env))
}

async function runNode(run: Run): Promise<number> {
  const { options, stop } = run
  const privateKey = await loadOrCreateKey(options.store)
  const node = await createPeerNode({ ...options, privateKey, directory: options.store })
  try {
    const group = await openGroup(node, options, stop.signal)
    return await takePart(node, group, run)
  } finally {
    await node.stop()
  }
}

async function openGroup(
  node: PeerNode,
  { group, role, admit, churn }: PeerOptions,
  signal: AbortSignal
): Promise<Group<string>> {
  const { paxos } = node.services
  const member: MemberOptions<string> = {
    codec: stringCodec,
    ...(role !== undefined && { role }),
    ...(churn !== undefined && { churn }),
    ...(admit !== 'nobody' && {
      admit: ({ peerId }) => admit === 'all' || admit.includes(peerId)
    })
  }
  return group.type === 'found'
    ? await paxos.open(group.name, { ...member, founders: group.founders })
    : await paxos.join(group.invite, { ...member, signal })
}

/** Serves the group until it halts or the peer is told to stop, and closes it. */
async function takePart(node: PeerNode, group: Group<string>, run: Run): Promise<number> {
  const { reporter, stop, ended } = run
  let exitCode: number = exitCodes.ok
  const fail = (error: unknown, code: number): void => {
    if (exitCode === exitCodes.ok && !stop.signal.aborted) {
      exitCode = code
      reporter.report({ type: 'halt', error: errorReport(error) })
    }
    stop.abort()
  }
  reporter.report({
    type: 'ready',
    peerId: node.peerId.toString(),
    addrs: node.getMultiaddrs().map(address => address.toString())
  })
  reportChanges(group, reporter)
  const onFailure = ({ detail }: { readonly detail: { readonly error: Error } }): void =>
    fail(detail.error, exitCodes.halted)
  group.addEventListener('halt', onFailure)
  // Founders that disagree do so until somebody starts one of them with other arguments.
  group.addEventListener('genesis:mismatch', onFailure)
  const { error } = group.status()
  if (error !== undefined) fail(error, exitCodes.halted)

  const log = new PrintedLog(group, reporter)
  const printing =
    run.options.input === 'commands'
      ? undefined
      : log.run().catch(error => fail(error, exitCodeOf(error)))
  const requests = new Requests({
    group,
    reporter,
    reported: slot => log.reported(slot),
    invite: limit => node.services.paxos.invite(group.name, { ...limit, signal: stop.signal }),
    onLeft: () => stop.abort()
  })
  const serving = serveInput(group, requests, run).catch(error =>
    process.stderr.write(`standard input failed: ${describeError(error)}\n`)
  )
  await ended
  process.stdin.destroy()
  await group.close()
  await Promise.all([printing, serving])
  return exitCode
}

async function serveInput(group: Group<string>, requests: Requests, run: Run): Promise<void> {
  const { print, stop } = run
  const { signal } = stop
  const input = process.stdin
  if (run.options.input !== 'commands') {
    await serveLines({ requests, group, input, json: run.options.input === 'json', signal })
    return
  }
  try {
    await serveTypedLines({ requests, input, print, signal })
  } finally {
    stop.abort()
  }
}

function reportChanges(group: Group<string>, reporter: Reporter): void {
  const reportLeader = (peerId = null as string | null, ballot = null as string | null): void =>
    reporter.report({ type: 'leader', peerId, ballot })
  group.addEventListener('leader:change', ({ detail }) =>
    reportLeader(detail.leader, detail.ballot)
  )
  group.addEventListener('quorum:change', ({ detail }) =>
    reporter.report({ type: 'quorum', state: detail.state })
  )
  group.addEventListener('members:change', ({ detail }) =>
    reporter.report({ type: 'members', ...detail })
  )
  // What was already so when the group opened.
  const { leader, ballot, quorum } = group.status()
  if (leader !== undefined) reportLeader(leader, ballot)
  reporter.report({ type: 'quorum', state: quorum })
}

function stopOnSignals(stop: AbortController): void {
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    // Once: a second signal ends a peer that does not manage to close.
    process.once(signal, () => stop.abort())
  }
  // Where the parent opened a channel, this process must not outlive it.
  if (process.connected) process.once('disconnect', () => stop.abort())
}
