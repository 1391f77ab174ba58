import type { Page } from 'playwright'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Visit, violations } from '../support/page/visitor.js'

let visit: Visit
let page: Page

beforeAll(async () => {
  visit = await Visit.begin()
  page = await visit.open('#replay')
  await page.getByRole('button', { name: 'Play' }).waitFor()
})

afterAll(async () => {
  expect(visit.errors).toEqual([])
  await visit[Symbol.asyncDispose]()
})

async function explanation(): Promise<string> {
  return await page.getByRole('heading', { level: 1 }).innerText()
}

async function forward(times: number): Promise<void> {
  for (let i = 0; i < times; i += 1) await page.getByRole('button', { name: 'Forward' }).click()
}

/** Everything that a step shows. */
async function picture(): Promise<string> {
  return await page.getByRole('region', { name: 'The run' }).innerHTML()
}

/** What is said about every step of a run. */
async function story(): Promise<string[]> {
  const slider = page.getByRole('slider', { name: 'Step' })
  const count = Number(await slider.getAttribute('max'))
  const told: string[] = []
  for (let step = 1; step <= count; step += 1) {
    await slider.fill(String(step))
    told.push(await explanation())
  }
  return told
}

describe('the replay', () => {
  it('steps forward and back to the same picture', async () => {
    await forward(6)
    const [text, before] = [await explanation(), await picture()]
    await forward(5)
    expect(await explanation()).not.toBe(text)
    for (let i = 0; i < 5; i += 1) await page.getByRole('button', { name: 'Back' }).click()
    expect(await explanation()).toBe(text)
    expect(await picture()).toBe(before)
  })

  it('tells how another one leads once the leader is cut off', async () => {
    const told = await story()
    const cut = told.findIndex(text => / no longer reaches /.test(text))
    expect(cut).toBeGreaterThan(0)
    const [leader] = told[cut] ?? ''
    const led = told.flatMap(text => /^(\w) leads: /.exec(text)?.[1] ?? [])
    expect(led[0]).toBe(leader)
    expect(led.at(-1)).not.toBe(leader)
    expect(
      told.slice(cut).some(text => text === `${leader} leads no more: no quorum answers.`)
    ).toBe(true)
    expect(told.at(-1)).toMatch(/^\w learns what is chosen for slot \d+\.$/)
  })

  it('has the same run for the same seed, and another one for another', async () => {
    await page.getByRole('combobox', { name: 'Story' }).selectOption('crash')
    await page.getByText('Step 1 of').waitFor()
    const first = await story()
    expect(first.join('\n')).toMatch(/\w crashes\./)
    const run = async (seed: string): Promise<void> => {
      await page.getByRole('spinbutton', { name: 'Seed' }).fill(seed)
      await page.getByRole('slider', { name: 'Step' }).fill('3')
      await page.getByRole('button', { name: 'Run' }).click()
      await page.getByText('Step 1 of').waitFor()
    }
    await run('2')
    expect(await story()).not.toEqual(first)
    await run('1')
    expect(await story()).toEqual(first)
  })

  it('plays by itself until it is paused', async () => {
    await page.getByRole('slider', { name: 'Step' }).fill('1')
    await page.getByRole('combobox', { name: 'Speed' }).selectOption('fast')
    await page.getByRole('button', { name: 'Play' }).click()
    await page.getByText('Step 3 of').waitFor()
    await page.getByRole('button', { name: 'Pause' }).click()
    await page.getByRole('button', { name: 'Play' }).waitFor()
  })

  it.each(['light', 'dark'] as const)('keeps nobody out in %s', async scheme => {
    expect(await violations(page, scheme)).toEqual([])
  })
})
