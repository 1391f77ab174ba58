import { expect, it } from 'vitest'
import { simulated } from '../support/browser/simulated.js'
import { callInNode } from '../support/browser/tabs.js'

it.each([1, 2])('seed %i is the same run in a tab as in Node', async seed => {
  const here = await simulated(seed)
  expect(here.events).toBeGreaterThan(1_000)
  expect(await callInNode('simulated', 'simulated', [seed])).toEqual(here)
})
