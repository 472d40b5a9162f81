// Next runs this before anything else of a page. zod compiles its parsers with `new Function` unless it is told not to
// before the first schema is made; the pages' policy forbids that, and browsers report even the attempt. `z.config`
// would come too late: bundled modules that hold schemas run together with zod itself. This is where zod keeps what
// `z.config` sets (zod 4.6, v4/core/core.js).
Object.assign(globalThis, { __zod_globalConfig: { jitless: true } })
