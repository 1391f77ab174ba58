import { registerHooks } from 'node:module'

/*
 * Lets Node run the sources as they are: `node --import ./test/support/source-hooks.ts program.ts`. An import names the
 * compiled file, which is not there.
 */
registerHooks({
  resolve(specifier, context, nextResolve) {
    try {
      return nextResolve(specifier, context)
    } catch (error) {
      if (!specifier.startsWith('.') || !specifier.endsWith('.js')) throw error
      return nextResolve(specifier.replace(/\.js$/, '.ts'), context)
    }
  }
})
