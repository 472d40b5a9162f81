import type { Extension } from '@electric-sql/pglite'

/** A timer of Node runs so long at most, in milliseconds; one that is told to run longer ends after a millisecond. */
const longestMs = 2 ** 31 - 1

/** What the engine is given when it is made: what it calls outside itself, by name, the timers among them. */
interface Imports {
  readonly env: { readonly _setitimer_js: (which: number, ms: number) => number }
}

/** How PGlite makes its engine; what it says of an extension's options is `any`. */
interface EngineOptions {
  readonly instantiateWasm: (imports: Imports, made: unknown) => unknown
}

/**
 * Bounds the timers of PGlite. It counts them by the wall clock: where that is set back by more than 24 days, a timer that
 * was under way is set for as long again, ends at once and is set again, hundreds of times in a second. The engine asks
 * what time it is when a timer ends, so one that ends early does no harm.
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
