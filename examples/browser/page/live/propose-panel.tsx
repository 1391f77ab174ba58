import type { JSX } from 'preact'
import { useState } from 'preact/hooks'
import type { Live } from './live.js'
import type { LiveState } from './live-state.js'

const rates = [0, 1, 10, 100, 500]

/** Proposes a value, or many by itself. */
export function ProposePanel({
  live,
  state
}: {
  readonly live: Live
  readonly state: LiveState
}): JSX.Element {
  const [text, setText] = useState('')
  const onSubmit = (event: Event): void => {
    event.preventDefault()
    void live.propose(text === '' ? 'hello' : text)
    setText('')
  }
  return (
    <section class="panel" aria-labelledby="propose">
      <h2 id="propose">Propose</h2>
      <form class="row" onSubmit={onSubmit}>
        <label class="grow">
          <span class="label">Value</span>
          <input
            value={text}
            maxLength={80}
            placeholder="hello"
            onInput={event => setText(event.currentTarget.value)}
          />
        </label>
        <button type="submit" class="primary">
          Propose
        </button>
      </form>
      <fieldset class="choices">
        <legend class="label">By itself, values a second</legend>
        {rates.map(rate => (
          <label key={rate}>
            <input
              type="radio"
              name="rate"
              checked={state.rate === rate}
              onChange={() => live.autoPropose(rate)}
            />
            {rate === 0 ? 'off' : rate}
          </label>
        ))}
      </fieldset>
      {state.refusal !== null && <p role="alert">{state.refusal}</p>}
    </section>
  )
}
