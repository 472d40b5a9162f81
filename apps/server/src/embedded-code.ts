import { setFlagsFromString } from 'node:v8'

/** So long after the start V8 begins to compile the embedded database's hot code anew, in milliseconds. */
const restMs = 10_000

/**
 * The embedded database is WebAssembly, of which V8 compiles what is hot a second time: faster code, but seconds of
 * processor time for the largest functions, which a start competes with and an exit waits for. It is put off until the
 * start is over, and no more of it is begun once the process is to end.
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
