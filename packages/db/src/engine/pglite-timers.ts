import type { Extension } from '@electric-sql/pglite'

/** The longest time of a Node timer, in milliseconds. A longer one ends after a millisecond. */
const longestMs = 2 ** 31 - 1

/** The functions that the engine imports when it is made, by name, timers included. */
interface Imports {
  readonly env: { readonly _setitimer_js: (which: number, ms: number) => number }
}

/** How PGlite makes its engine. Its own types give an extension's options as `any`. */
interface EngineOptions {
  readonly instantiateWasm: (imports: Imports, made: unknown) => unknown
}

/**
 * Bounds the timers of PGlite, which measures them by the wall clock. After that is set back by more than 24 days, a
 * timer under way is set for that time again, which Node ends at once, hundreds of times a second. The engine reads the
 * clock when a timer ends, so a timer that ends early does no harm.
 */
export const boundedTimers: Extension = {
  name: 'bounded timers',
  async setup(_lite, options: EngineOptions) {
    const instantiateWasm: EngineOptions['instantiateWasm'] = (imports, made) => {
      const { _setitimer_js: set } = imports.env
      const env = { ...imports.env, _setitimer_js: (which: number, ms: number) => set(which, Math.min(ms, longestMs)) }
      return options.instantiateWasm({ ...imports, env }, made)
    }
    return { emscriptenOpts: { ...options, instantiateWasm } }
  },
}
