import { enableCompileCache } from 'node:module'
import { join } from 'node:path'

// A third of a start is reading and compiling the same files as last time, so the compiled code is kept beside the
// packages. Where that folder cannot be written, nothing is kept and nothing fails.
enableCompileCache(join(import.meta.dirname, '..', '..', '..', 'node_modules', '.cache', 'server'))
await import('./server.main.ts')
