import { playwright } from '@vitest/browser-playwright'
import { defineConfig, type ViteUserConfig } from 'vitest/config'
import { launchOptions, profile } from './support/browser/chromium.js'
import { commands, tabPages } from './support/browser/commands.js'

const docs = ['test/docs.node.spec.ts', 'test/examples/**/*.node.spec.ts']
const page = ['test/page/**/*.node.spec.ts']
const network = ['libp2p', 'cli', 'group', 'browser', 'bench'].map(
  folder => `test/${folder}/**/*.node.spec.ts`
)
const simulator = ['simulator', 'model'].map(folder => `test/${folder}/**/*.spec.ts`)

const config: ViteUserConfig = defineConfig({
  test: {
    root: new URL('..', import.meta.url).pathname,
    pool: 'forks',
    maxWorkers: 2,
    testTimeout: 10_000,
    hookTimeout: 10_000,
    teardownTimeout: 5_000,
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: ['test/**/*.spec.ts'],
          exclude: ['test/**/*.browser.spec.ts', ...docs, ...network, ...page, ...simulator]
        }
      },
      {
        extends: true,
        // Thousands of simulated groups: long, but on virtual time.
        test: { name: 'simulator', include: simulator, testTimeout: 240_000 }
      },
      {
        extends: true,
        // Real sockets, disks and processes: one file at a time, or a small machine makes them miss
        // their deadlines.
        test: {
          name: 'network',
          include: network,
          fileParallelism: false,
          testTimeout: 60_000,
          hookTimeout: 30_000
        }
      },
      {
        extends: true,
        // Real tabs of a real browser, one file at a time: they share a profile, and the machine is small.
        plugins: [tabPages],
        // To find what the programs of tabs import while they run would have their pages loaded again.
        optimizeDeps: { entries: ['test/support/browser/{store-tab,tab-peer}.ts'] },
        test: {
          name: 'browser',
          include: ['test/**/*.browser.spec.ts'],
          globalSetup: ['test/support/browser/chromium.ts'],
          fileParallelism: false,
          testTimeout: 30_000,
          hookTimeout: 30_000,
          browser: {
            enabled: true,
            headless: true,
            provider: playwright({ launchOptions, persistentContext: profile }),
            instances: [{ browser: 'chromium' }],
            screenshotFailures: false,
            commands
          }
        }
      },
      {
        extends: true,
        // The page of the examples as people use it, after the tabs above.
        test: {
          name: 'page',
          include: page,
          globalSetup: ['test/support/page/build.ts'],
          fileParallelism: false,
          testTimeout: 30_000,
          hookTimeout: 30_000,
          expect: { poll: { timeout: 10_000 } },
          sequence: { groupOrder: 1 }
        }
      },
      {
        extends: true,
        // Reads the reports of the others, so it comes last.
        test: { name: 'docs', include: docs, fileParallelism: false, testTimeout: 60_000 }
      }
    ]
  }
})

export default config
