import { defineConfig, type ViteUserConfig } from 'vitest/config'

/** The tests that judge mutants of the core and the wire formats: all that are pure. */
const config: ViteUserConfig = defineConfig({
  test: {
    root: new URL('..', import.meta.url).pathname,
    include: ['test/core/**/*.spec.ts', 'test/wire/**/*.spec.ts']
  }
})

export default config
