import type { JSX } from 'preact'
import { useState } from 'preact/hooks'

const themes = ['auto', 'light', 'dark'] as const
type Theme = (typeof themes)[number]

const place = 'libp2p-paxos theme'

function apply(theme: Theme): void {
  if (theme === 'auto') delete document.documentElement.dataset['theme']
  else document.documentElement.dataset['theme'] = theme
}

function kept(): Theme {
  const theme = localStorage.getItem(place)
  return themes.find(known => known === theme) ?? 'auto'
}

apply(kept())

/** Light, dark, or as the system is. */
export function ThemeSwitch(): JSX.Element {
  const [theme, setTheme] = useState(kept)
  const next = themes[(themes.indexOf(theme) + 1) % themes.length] ?? 'auto'
  const onClick = (): void => {
    localStorage.setItem(place, next)
    apply(next)
    setTheme(next)
  }
  return (
    <button type="button" class="quiet" onClick={onClick}>
      Theme: {theme}
    </button>
  )
}
