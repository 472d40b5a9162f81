import { setFlagsFromString } from 'node:v8'

/** How long after the start V8 begins to compile the embedded database's hot code again, in milliseconds. */
const restMs = 10_000

/**
 * The embedded database is WebAssembly, and V8 compiles its hot functions a second time. That makes them faster, but
 * takes seconds of processor time for the largest ones, which a start competes with and an exit waits for. This defers
 * it until the start is over, and begins no more of it once the process ends.
 */
export function putOffOptimizing(): { stop(): void } {
  setFlagsFromString('--wasm-tier-up-filter=0')
  const timer = setTimeout(() => setFlagsFromString('--wasm-tier-up-filter=-1'), restMs).unref()
  return {
    stop() {
      clearTimeout(timer)
      setFlagsFromString('--wasm-tier-up-filter=0')
    },
  }
}
