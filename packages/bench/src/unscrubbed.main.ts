import { registerHooks } from 'node:module'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'

// Our server, in which nothing is scrubbed: what scrubbing costs is the difference.

const scrub = pathToFileURL(join(import.meta.dirname, '..', '..', 'providers', 'src', 'broker', 'scrub.ts')).href
const nothing = pathToFileURL(join(import.meta.dirname, 'scrub-nothing.ts')).href
registerHooks({
  resolve(specifier, context, next) {
    const found = next(specifier, context)
    return found.url === scrub ? { ...found, url: nothing } : found
  },
})
await import(pathToFileURL(join(import.meta.dirname, '..', '..', '..', 'apps', 'server', 'src', 'main.ts')).href)
