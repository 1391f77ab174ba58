import { render } from 'preact'
import { App } from './app.js'
import { Live } from './live/live.js'

const live = new Live()
const invite = /^#join=(.+)$/.exec(location.hash)?.[1]
// A tab that was invited does not show so: whoever copies its address has nothing to do with that.
if (invite !== undefined) history.replaceState(null, '', '#live')

render(<App live={live} />, document.getElementById('app') ?? document.body)
void live.start(invite === undefined ? undefined : decodeURIComponent(invite))
