import type { JSX } from 'preact'
import { useEffect, useState } from 'preact/hooks'
import type { Live } from './live/live.js'
import { LiveView } from './live/live-view.js'
import { ThemeSwitch } from './parts/theme.js'
import { ReplayView } from './replay/replay-view.js'

type View = 'live' | 'replay'

function currentView(): View {
  return location.hash === '#replay' ? 'replay' : 'live'
}

/** Both views, and how to get from one to the other. */
export function App({ live }: { readonly live: Live }): JSX.Element {
  const [view, setView] = useState(currentView)
  useEffect(() => {
    const onChange = (): void => setView(currentView())
    addEventListener('hashchange', onChange)
    return () => removeEventListener('hashchange', onChange)
  }, [])
  return (
    <>
      <header class="masthead">
        <p class="wordmark">Paxos at work</p>
        <nav aria-label="Views">
          <a href="#live" aria-current={view === 'live' ? 'page' : undefined}>
            Live
          </a>
          <a href="#replay" aria-current={view === 'replay' ? 'page' : undefined}>
            Replay
          </a>
          <a href="/board/">Board</a>
        </nav>
        <div class="tools">
          <InviteButton live={live} />
          <ThemeSwitch />
        </div>
      </header>
      {view === 'live' ? <LiveView live={live} /> : <ReplayView />}
    </>
  )
}

/** Copies a link by which another tab joins. */
function InviteButton({ live }: { readonly live: Live }): JSX.Element {
  const [link, setLink] = useState('')
  const [said, setSaid] = useState('')
  const copy = async (): Promise<void> => {
    const made = await live.inviteLink()
    setLink(made)
    try {
      await navigator.clipboard.writeText(made)
      setSaid('Copied.')
    } catch {
      // Without the permission the link is there to be copied by hand.
      setSaid('Copy it from here:')
    }
  }
  return (
    <div class="invite">
      <button type="button" class="quiet" onClick={() => void copy()}>
        Copy invite link
      </button>
      <span role="status">{said}</span>
      {link !== '' && (
        <a class="invite-link" href={link} target="_blank" rel="noreferrer">
          Open it in a new tab
        </a>
      )}
    </div>
  )
}
