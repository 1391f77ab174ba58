import type { JSX } from 'preact'
import { useState } from 'preact/hooks'
import { type Live, sharedKey } from './live.js'
import type { Shared } from './live-state.js'

/** Changes one key of a map that everyone shares, if nobody was faster. */
export function MapPanel({
  live,
  shared
}: {
  readonly live: Live
  readonly shared: Shared | null
}): JSX.Element {
  const [text, setText] = useState('')
  // What this form goes by is what was there when somebody began to type.
  const [seen, setSeen] = useState<number | null>(null)
  const [outcome, setOutcome] = useState('')
  const version = seen ?? shared?.version ?? 0

  const compareAndSet = async (event: Event): Promise<void> => {
    event.preventDefault()
    try {
      const result = await live.map.compareAndSet(sharedKey, version, text)
      setOutcome(
        result.succeeded
          ? `Set in slot ${result.slot}.`
          : `Somebody was faster: version ${version} is gone, it is ‘${result.entry?.value}’ now.`
      )
    } catch (error) {
      setOutcome(String(error))
    }
    setSeen(null)
    setText('')
  }

  return (
    <section class="panel" aria-labelledby="map">
      <h2 id="map">Shared map</h2>
      <p class="definition">
        <code>{sharedKey}</code> = <b>{shared === null ? 'nothing yet' : shared.value}</b>
        <span class="hint"> version {shared?.version ?? 0}</span>
      </p>
      <form class="row" onSubmit={event => void compareAndSet(event)}>
        <label class="grow">
          <span class="label">New value, if the version is still {version}</span>
          <input
            value={text}
            maxLength={40}
            required
            onInput={event => {
              if (seen === null) setSeen(shared?.version ?? 0)
              setText(event.currentTarget.value)
            }}
          />
        </label>
        <button type="submit">Compare and set</button>
      </form>
      <p class="hint" role="status">
        {outcome}
      </p>
    </section>
  )
}
