import { render } from 'preact'
import { Live } from '../page/live/live.js'
import { Board } from './board.js'
import { BoardView } from './board-view.js'

const live = new Live()
const board = new Board(live)

render(<BoardView board={board} live={live} />, document.getElementById('app') ?? document.body)
void live.start().then(() => board.start())
