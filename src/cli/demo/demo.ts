import { randomUUID } from 'node:crypto'
import { fileURLToPath } from 'node:url'
import { describeError } from '../describe-error.js'
import { exitCodeOfSignal, exitCodes } from '../exit-codes.js'
import { Cluster } from './cluster.js'
import { lineView } from './line-view.js'
import { churnFounders, LostFounders } from './lost-founders.js'
import { LostLeader } from './lost-leader.js'
import type { DemoOptions } from './options.js'
import type { Play } from './play.js'
import { describeEvent } from './report.js'
import { TerminalView } from './terminal-view.js'
import type { DemoView, Screen } from './view.js'

/**
 * Runs peers as processes of this machine through a crash of their leader, or through churn, and checks that they agree. Leaves no
 * process and no file behind. Resolves with the exit code.
 */
export async function runDemo(options: DemoOptions): Promise<number> {
  const view = createView(
    {
      isTTY: process.stdout.isTTY,
      environment: process.env,
      columns: () => process.stdout.columns,
      write: text => void process.stdout.write(text)
    },
    options.json
  )
  const interrupted = Promise.withResolvers<'SIGINT' | 'SIGTERM'>()
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => interrupted.resolve(signal))
  }
  // Nobody watches any more.
  process.stdout.on('error', () => interrupted.resolve('SIGTERM'))
  try {
    return await perform(options, view, interrupted.promise)
  } finally {
    view.end()
  }
}

async function perform(
  options: DemoOptions,
  view: DemoView,
  interrupted: Promise<'SIGINT' | 'SIGTERM'>
): Promise<number> {
  const { serviceTag, port } = options.mdns
  const cluster = await Cluster.create({
    main: fileURLToPath(new URL('../main.js', import.meta.url)),
    peerCount: options.peerCount,
    // A tag of its own keeps the peers of two demos on one network apart.
    mdns:
      options.discovery === 'mdns'
        ? { serviceTag: serviceTag ?? `_${randomUUID().slice(0, 8)}._udp.local`, port }
        : undefined,
    ...(options.churn && { founderCount: churnFounders }),
    onEvent: (peer, event) => play.cast.take(peer, event),
    onExit: (peer, exit) => play.cast.onExit(peer, exit)
  })
  const play: Play = options.churn
    ? new LostFounders(options, cluster, view)
    : new LostLeader(options, cluster, view)
  try {
    const outcome = await Promise.race([play.run(), interrupted])
    if (typeof outcome === 'string') return exitCodeOfSignal(outcome)
    view.event(outcome)
    return outcome.agreed ? exitCodes.ok : exitCodes.disagreed
  } catch (error) {
    view.event({ type: 'failed', message: describeError(error) })
    return exitCodes.failed
  } finally {
    play.cast.stop()
    await cluster.remove()
  }
}

/** JSON for programs, a picture for a terminal, or else lines. */
function createView(screen: Screen, json: boolean): DemoView {
  if (json) return lineView(screen, event => JSON.stringify(event, rounded))
  if (screen.isTTY && screen.environment['TERM'] !== 'dumb') return new TerminalView(screen)
  return lineView(screen, describeEvent)
}

/** Keeps the digits that a measurement is worth: milliseconds to a hundredth. */
function rounded(_name: string, value: unknown): unknown {
  return typeof value === 'number' ? Math.round(value * 100) / 100 : value
}
