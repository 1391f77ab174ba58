import { build } from 'vite'

/** Builds the pages. Called by Vitest before the first test. */
export async function setup(): Promise<void> {
  await build({ configFile: 'examples/browser/vite.config.ts', logLevel: 'warn' })
}
