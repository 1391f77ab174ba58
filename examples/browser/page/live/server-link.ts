import type { Command, ServerEvent, Welcome } from '../../shared/messages.js'

/** What this page needs to join. */
export async function fetchWelcome(): Promise<Welcome> {
  const response = await fetch('/api/welcome')
  if (!response.ok)
    throw new Error(`the server does not let this page in: ${await response.text()}`)
  return (await response.json()) as Welcome
}

/** Hears of everything that happens in the group, until the page goes. */
export function listen(peerId: string, onEvent: (event: ServerEvent) => void): EventSource {
  const source = new EventSource(`/api/events?peer=${encodeURIComponent(peerId)}`)
  source.addEventListener('message', ({ data }) => onEvent(JSON.parse(data) as ServerEvent))
  return source
}

/** Asks something of the server. */
export async function command(command: Command): Promise<void> {
  const response = await fetch('/api/command', { method: 'POST', body: JSON.stringify(command) })
  if (!response.ok) throw new Error(await response.text())
}
