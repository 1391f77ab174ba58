import type { Page } from 'playwright'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Visit, violations } from '../support/page/visitor.js'

let visit: Visit
let tabs: readonly [Page, Page]

async function openBoard(): Promise<Page> {
  const page = await visit.open('board/')
  await page.getByRole('button', { name: 'Race for all seats', disabled: false }).waitFor()
  return page
}

beforeAll(async () => {
  visit = await Visit.begin()
  tabs = [await openBoard(), await openBoard()]
})

afterAll(async () => {
  expect(visit.errors).toEqual([])
  await visit[Symbol.asyncDispose]()
})

/** The owner of every cell of a board, as a tab shows it. */
async function ownersOf(page: Page, board: string): Promise<(string | null)[]> {
  const cells = await page.getByRole('region', { name: board }).getByRole('button').all()
  return await Promise.all(cells.map(cell => cell.getAttribute('data-owner')))
}

describe('the board', () => {
  it('gives every cell one owner everywhere, where last writer wins has conflicts', async () => {
    const [first, second] = tabs
    await first.getByRole('button', { name: 'Race for all seats' }).click()
    for (const page of tabs) await page.getByText('Every seat was claimed').waitFor()
    const agreed = await ownersOf(first, 'By Paxos')
    expect(agreed).toHaveLength(24)
    expect(agreed).not.toContain(null)
    await expect.poll(() => ownersOf(second, 'By Paxos')).toEqual(agreed)
    const told = (): Promise<number[]> =>
      Promise.all(tabs.map(page => page.getByText(/told to have/).count()))
    await expect.poll(told).toContain(1)
  })

  it('takes no claim of a cell that somebody has, and frees all', async () => {
    const [first, second] = tabs
    const before = await ownersOf(first, 'By Paxos')
    const cell = (page: Page) =>
      page.getByRole('region', { name: 'By Paxos' }).getByRole('button').first()
    for (const page of tabs) await cell(page).click()
    for (const page of tabs) await page.getByText('A1: by Paxos it is taken.').waitFor()
    expect(await ownersOf(second, 'By Paxos')).toEqual(before)
    await second.getByRole('button', { name: 'Free all seats' }).click()
    const free = before.map(() => null)
    await expect.poll(() => ownersOf(first, 'By Paxos')).toEqual(free)
    await expect.poll(() => ownersOf(first, 'Last writer wins')).toEqual(free)
  })

  it.each(['light', 'dark'] as const)('keeps nobody out in %s', async scheme => {
    expect(await violations(tabs[0], scheme)).toEqual([])
  })
})
