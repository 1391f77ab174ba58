/** The stage is 100 units wide, and so many high. */
export const stageHeight = 84

/** A place on the stage, in its units. */
export interface Place {
  readonly x: number
  readonly y: number
}

/** Voters stand in a circle, the others around them. */
export function placesOf(
  voters: readonly string[],
  others: readonly string[]
): ReadonlyMap<string, Place> {
  const inner = others.length === 0 ? 32 : 22
  const places = new Map<string, Place>()
  for (const [i, id] of voters.entries()) {
    const turn = i / voters.length - 0.25
    places.set(id, at(turn, voters.length === 1 ? 0 : inner))
  }
  // Between two voters where there is room, from below on.
  const count = Math.max(others.length, voters.length)
  for (const [i, id] of others.entries()) places.set(id, at(0.25 + alternating(i) / count, 40))
  return inTheMiddle(places)
}

/** 0, 1, -1, 2, -2 and so on. */
function alternating(i: number): number {
  const step = Math.ceil(i / 2)
  return i % 2 === 1 ? step : -step
}

function at(turn: number, radius: number): Place {
  const angle = turn * 2 * Math.PI
  // Somewhat wider than high, as the stage is.
  return { x: 1.1 * radius * Math.cos(angle), y: radius * Math.sin(angle) }
}

/** As much room above them as below. */
function inTheMiddle(places: ReadonlyMap<string, Place>): ReadonlyMap<string, Place> {
  const heights = [...places.values()].map(({ y }) => y)
  const middle = (Math.min(...heights) + Math.max(...heights)) / 2
  const moved = [...places].map(
    ([id, { x, y }]) => [id, { x: x + 50, y: y - middle + stageHeight / 2 }] as const
  )
  return new Map(moved)
}

/** Units by which messages keep to the right, so that those of both directions are seen. */
const laneOffset = 1.5

/** A place on the way from one to another: 0 is the first, 1 the second. */
export function onTheWay(from: Place, to: Place, part: number): Place {
  const [x, y] = [to.x - from.x, to.y - from.y]
  const length = Math.hypot(x, y) || 1
  return {
    x: from.x + x * part - (y / length) * laneOffset,
    y: from.y + y * part + (x / length) * laneOffset
  }
}
