import type { JSX } from 'preact'
import type { PeersPicture } from './peers-picture.js'

/** The log of every peer, slot by slot: what it accepted, and what it knows to be chosen. */
export function Logs({
  peerIds,
  peers
}: {
  readonly peerIds: readonly string[]
  readonly peers: PeersPicture
}): JSX.Element {
  const ends = peerIds.map(id => {
    const peer = peers.byId[id]
    return Math.max(peer?.acceptedSlot ?? 0, peer?.learned.length ?? 0)
  })
  const slots = Array.from({ length: Math.max(1, ...ends) }, (_, i) => i + 1)
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keys
    <section class="logs" aria-label="Logs of the peers" tabIndex={0}>
      <table>
        <thead>
          <tr>
            <th scope="col">slot</th>
            {slots.map(slot => (
              <th key={slot} scope="col" class="figure">
                {slot}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {peerIds.map(id => (
            <tr key={id}>
              <th scope="row" class="figure">
                {id}
              </th>
              {slots.map(slot => (
                <Cell key={slot} slot={slot} peer={peers.byId[id]} />
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      <p class="hint">
        What is said for the first time begins with a hello, so that nothing is chosen twice.
      </p>
    </section>
  )
}

function Cell({
  slot,
  peer
}: {
  readonly slot: number
  readonly peer: PeersPicture['byId'][string] | undefined
}): JSX.Element {
  const learned = peer?.learned[slot - 1]
  if (learned !== undefined) return <td data-state="chosen">{learned}</td>
  return peer !== undefined && slot <= peer.acceptedSlot ? (
    <td data-state="accepted">accepted</td>
  ) : (
    <td />
  )
}
