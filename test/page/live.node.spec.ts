import type { Page } from 'playwright'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { leaderOf, logOf, Visit, violations } from '../support/page/visitor.js'

let visit: Visit

beforeAll(async () => {
  visit = await Visit.begin()
})

afterEach(async () => {
  await visit.closeTabs()
  expect(visit.errors).toEqual([])
})

afterAll(async () => {
  await visit[Symbol.asyncDispose]()
})

async function openJoined(path = ''): Promise<Page> {
  const page = await visit.open(path)
  await page.getByRole('button', { name: 'Propose' }).waitFor()
  return page
}

async function propose(page: Page, value: string): Promise<void> {
  await page.getByRole('textbox', { name: 'Value', exact: true }).fill(value)
  await page.getByRole('button', { name: 'Propose' }).click()
}

async function choosePeer(page: Page, name: string): Promise<void> {
  await page.getByRole('list', { name: 'Peers' }).getByRole('button', { name }).click()
}

describe('the page', () => {
  it('shows two tabs the same leader and the same log', async () => {
    const [first, second] = [await openJoined(), await openJoined()]
    await propose(first, 'pears')
    await propose(second, 'plums')
    await expect.poll(async () => (await logOf(first)).length).toBe(2)
    await expect.poll(() => logOf(second)).toEqual(await logOf(first))
    const log = await logOf(first)
    expect(log.toSorted()).toEqual([
      expect.stringMatching(/^\d+ p(ears|lums) Tab \d$/),
      expect.stringMatching(/^\d+ p(ears|lums) Tab \d$/)
    ])
    expect(await leaderOf(second)).toBe(await leaderOf(first))
    expect(await leaderOf(first)).toMatch(/^N[123]$/)
  })

  it('sets what nobody set meanwhile, and says so if somebody did', async () => {
    const [first, second] = [await openJoined(), await openJoined()]
    const set = async (page: Page, value: string): Promise<void> => {
      await page.getByRole('textbox', { name: /^New value/ }).fill(value)
      await page.getByRole('button', { name: 'Compare and set' }).click()
    }
    await set(first, 'red')
    await second.locator('.definition', { hasText: 'red' }).waitFor()
    // The second begins to type, and is overtaken.
    await second.getByRole('textbox', { name: /^New value/ }).fill('blue')
    await set(first, 'green')
    await second.locator('.definition', { hasText: 'green' }).waitFor()
    await second.getByRole('button', { name: 'Compare and set' }).click()
    await second.getByText(/Somebody was faster.*‘green’/).waitFor()
  })

  it('lets people kill the leader, and another one leads', async () => {
    const page = await openJoined()
    const killed = await leaderOf(page)
    await choosePeer(page, killed)
    await page.getByRole('button', { name: 'Kill', exact: true }).click()
    await expect.poll(() => leaderOf(page)).not.toBe(killed)
    await propose(page, 'still here')
    await expect.poll(async () => (await logOf(page))[0]).toContain('still here')
    await page.getByRole('button', { name: 'Restart' }).click()
    const restarted = page
      .getByRole('list', { name: 'Peers' })
      .getByRole('button', { name: killed })
    await expect.poll(() => restarted.getAttribute('data-role')).toBe('follower')
  })

  it('has the leader stand still, and go on as a follower', async () => {
    const page = await openJoined()
    const paused = await leaderOf(page)
    await choosePeer(page, paused)
    await page.getByRole('button', { name: 'Pause' }).click()
    await expect.poll(() => leaderOf(page)).not.toBe(paused)
    await page.getByRole('button', { name: 'Resume' }).click()
    const button = page.getByRole('list', { name: 'Peers' }).getByRole('button', { name: paused })
    await expect.poll(() => button.getAttribute('data-role')).toBe('follower')
  })

  it('adds a peer, and removes it', async () => {
    const page = await openJoined()
    await page.getByRole('button', { name: 'Add a peer' }).click()
    await choosePeer(page, 'N4')
    const peers = page.getByRole('list', { name: 'Peers' }).getByRole('button', { name: /^N/ })
    await expect.poll(() => peers.last().getAttribute('data-role')).toMatch(/learner|follower/)
    await propose(page, 'for four')
    await expect.poll(async () => (await logOf(page))[0]).toContain('for four')
    await page.getByRole('button', { name: 'Remove' }).click()
    await expect.poll(() => peers.count()).toBe(3)
  })

  it('cuts a link, and heals it', async () => {
    const page = await openJoined()
    await choosePeer(page, 'N1')
    await page.getByRole('button', { name: 'Cut link to N2' }).click()
    await page.getByRole('button', { name: 'Heal link to N2' }).click()
    await page.getByRole('button', { name: 'Cut link to N2' }).waitFor()
    await propose(page, 'whole again')
    await expect.poll(async () => (await logOf(page))[0]).toContain('whole again')
  })

  it('makes a tab a voter that asks for it, and no more when it does not', async () => {
    const page = await openJoined()
    const asks = page.getByRole('checkbox', { name: 'This tab asks to vote' })
    await asks.check()
    await page.getByText('It votes: its promises are kept in IndexedDB.').waitFor()
    await page.getByText('3 of 4 voters are a quorum').waitFor()
    await asks.uncheck()
    await page.getByText('2 of 3 voters are a quorum').waitFor()
  })

  it('has an invite link by which another tab joins', async () => {
    const page = await openJoined()
    await page.getByRole('button', { name: 'Copy invite link' }).click()
    const link = page.getByRole('link', { name: 'Open it in a new tab' })
    const invited = await openJoined((await link.getAttribute('href')) ?? '')
    await propose(invited, 'I was invited')
    await expect.poll(async () => (await logOf(page))[0]).toContain('I was invited')
  })

  it('can be used by keys alone', async () => {
    const page = await openJoined()
    await page.keyboard.press('Tab')
    const focus = page.locator(':focus-visible')
    await expect.poll(() => focus.innerText()).toBe('Live')
    await page.getByRole('textbox', { name: 'Value', exact: true }).focus()
    await page.keyboard.type('typed')
    await page.keyboard.press('Enter')
    await expect.poll(async () => (await logOf(page))[0]).toContain('typed')
    await page.getByRole('list', { name: 'Peers' }).getByRole('button', { name: 'N1' }).focus()
    await page.keyboard.press('Space')
    await page.getByRole('heading', { name: 'N1', exact: true }).waitFor()
    expect(await focus.evaluate(element => getComputedStyle(element).outlineStyle)).toBe('solid')
  })

  it.each(['light', 'dark'] as const)('keeps nobody out in %s', async scheme => {
    const page = await openJoined()
    await propose(page, 'seen')
    await choosePeer(page, 'N1')
    await expect.poll(async () => (await logOf(page)).length).toBeGreaterThan(0)
    expect(await violations(page, scheme)).toEqual([])
  })

  it('is no wider than a small phone', async () => {
    const page = await openJoined()
    await page.setViewportSize({ width: 360, height: 740 })
    const width = (): Promise<number> => page.evaluate(() => document.body.scrollWidth)
    expect(await width()).toBeLessThanOrEqual(360)
    await page.getByRole('link', { name: 'Replay' }).click()
    await page.getByRole('button', { name: 'Play' }).waitFor()
    expect(await width()).toBeLessThanOrEqual(360)
  })
})
