import type { JSX } from 'preact'
import { type Glyph, glyphs } from './glyphs.js'

/** A message as it is drawn, in a line of text. */
export function GlyphMark({ glyph }: { readonly glyph: Glyph }): JSX.Element {
  return (
    <svg class={`glyph glyph-${glyph.tone}`} viewBox="-9 -9 18 18" aria-hidden="true">
      <path d={glyph.path} data-filled={glyph.isFilled} />
    </svg>
  )
}

/** Explains every shape in one sentence. */
export function Legend(): JSX.Element {
  return (
    <details class="legend" open>
      <summary>What moves between them</summary>
      <p class="hint">Hollow shapes ask, filled ones answer.</p>
      <dl>
        {Object.values(glyphs).map(glyph => (
          <div key={glyph.label}>
            <dt>
              <GlyphMark glyph={glyph} />
              {glyph.label}
            </dt>
            <dd>{glyph.sentence}</dd>
          </div>
        ))}
      </dl>
    </details>
  )
}
