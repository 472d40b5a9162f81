// Next runs this file before the rest of a page. zod compiles its parsers with `new Function` unless it is configured
// otherwise before the first schema exists; the pages' policy forbids `new Function`, and browsers report even the attempt.
// `z.config` runs too late, because bundled modules with schemas run together with zod itself. `z.config` writes to this
// global object (zod 4.6, v4/core/core.js).
Object.assign(globalThis, { __zod_globalConfig: { jitless: true } })
