import { afterEach, beforeEach, describe } from 'vitest'
import { keyTests, lifeTests } from './store-suite-life.js'
import { cutTests, cutUnderWayTests, orderTests, readTests } from './store-suite-log.js'
import { snapshotTests } from './store-suite-snapshots.js'
import { contentTests, stateTests } from './store-suite-state.js'
import { type StorePlace, SuiteContext } from './suite-context.js'

export type { StorePlace }

/** What every {@link Store} promises: `makePlace` is called for each test. */
export function storeSuite(name: string, makePlace: () => Promise<StorePlace>): void {
  describe(name, () => {
    const at = new SuiteContext()
    beforeEach(async () => at.begin(await makePlace()))
    afterEach(() => at.end())
    describe('life', () => lifeTests(at))
    describe('keys', () => keyTests(at))
    describe('durable state', () => stateTests(at))
    describe('contents', () => contentTests(at))
    describe('order', () => orderTests(at))
    describe('cutting the log', () => cutTests(at))
    describe('cutting while writes are under way', () => cutUnderWayTests(at))
    describe('reading', () => readTests(at))
    describe('snapshots', () => snapshotTests(at))
  })
}
