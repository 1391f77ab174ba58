import type { MessageSummary } from 'libp2p-paxos'

/** What messages are drawn as: told apart by shape first. Hollow ones ask, filled ones answer. */
export interface Glyph {
  readonly label: string
  /** An SVG path around the origin, about 12 units across. */
  readonly path: string
  readonly isFilled: boolean
  readonly tone: 'accent' | 'ink' | 'faint'
  /** What it means, in one sentence. */
  readonly sentence: string
}

export type GlyphName =
  | 'prepare'
  | 'promise'
  | 'accept'
  | 'accepted'
  | 'propose'
  | 'learn'
  | 'read'
  | 'reject'
  | 'heartbeat'
  | 'other'

const diamond = 'M0-7 7 0 0 7-7 0Z'
const square = 'M-5.5-5.5h11v11h-11Z'
const triangle = 'M-5-6 7 0-5 6Z'
const hexagon = 'M-3.5-6h7L7 0 3.5 6h-7L-7 0Z'
const cross = 'M-5-5 5 5M5-5-5 5'
const pentagon = 'M0-7 6.7-2.2 4.1 5.7h-8.2L-6.7-2.2Z'
const dot = 'M-2 0a2 2 0 1 0 4 0a2 2 0 1 0-4 0'
const plus = 'M0-5v10M-5 0h10'

/** In the order in which the legend explains them. */
export const glyphs: Readonly<Record<GlyphName, Glyph>> = {
  prepare: {
    label: 'prepare',
    path: diamond,
    isFilled: false,
    tone: 'ink',
    sentence: 'Phase 1. Who would lead asks all voters to accept nothing older than its ballot.'
  },
  promise: {
    label: 'promise',
    path: diamond,
    isFilled: true,
    tone: 'ink',
    sentence: 'A voter promises that, and tells what it has accepted so far.'
  },
  propose: {
    label: 'propose',
    path: triangle,
    isFilled: true,
    tone: 'ink',
    sentence: 'A member hands a value to the leader.'
  },
  accept: {
    label: 'accept',
    path: square,
    isFilled: false,
    tone: 'accent',
    sentence: 'Phase 2. The leader asks all voters to accept the value in a slot.'
  },
  accepted: {
    label: 'accepted',
    path: square,
    isFilled: true,
    tone: 'accent',
    sentence: 'A voter has it on disk. Once more than half have, it is chosen, for ever.'
  },
  learn: {
    label: 'learn',
    path: hexagon,
    isFilled: false,
    tone: 'ink',
    sentence: 'A member asks for what was chosen without it, and gets it.'
  },
  read: {
    label: 'read',
    path: pentagon,
    isFilled: false,
    tone: 'ink',
    sentence: 'The leader makes sure that it still leads, so that a read misses nothing.'
  },
  reject: {
    label: 'reject',
    path: cross,
    isFilled: false,
    tone: 'ink',
    sentence: 'A voter refuses, since it promised a newer ballot.'
  },
  heartbeat: {
    label: 'heartbeat',
    path: dot,
    isFilled: true,
    tone: 'faint',
    sentence: 'Peers ask each other who is there and what is new, ten times a second.'
  },
  other: {
    label: 'other',
    path: plus,
    isFilled: false,
    tone: 'faint',
    sentence: 'Joining, meeting for the first time, handing over.'
  }
}

const names: Partial<Record<MessageSummary['type'], GlyphName>> = {
  prepare: 'prepare',
  'genesis-prepare': 'prepare',
  promise: 'promise',
  'genesis-promise': 'promise',
  accept: 'accept',
  'accept-sync': 'accept',
  'genesis-accept': 'accept',
  accepted: 'accepted',
  'genesis-accepted': 'accepted',
  propose: 'propose',
  'propose-reply': 'propose',
  'catch-up-request': 'learn',
  'catch-up-reply': 'learn',
  compacted: 'learn',
  'read-request': 'read',
  'read-reply': 'read',
  confirm: 'read',
  confirmed: 'read',
  reject: 'reject',
  'genesis-reject': 'reject',
  heartbeat: 'heartbeat',
  'heartbeat-reply': 'heartbeat',
  learn: 'heartbeat'
}

const answers: readonly MessageSummary['type'][] = ['catch-up-reply', 'read-reply', 'confirmed']

/** How messages of a type are drawn. */
export function glyphOf(type: MessageSummary['type']): Glyph & { readonly name: GlyphName } {
  const name = names[type] ?? 'other'
  const glyph = glyphs[name]
  return { ...glyph, name, isFilled: glyph.isFilled || answers.includes(type) }
}
