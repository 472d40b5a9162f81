#!/usr/bin/env bash
# zod: an error made with `new z.ZodError(issues)` is no Error and has no stack; the ones that parse() throws are.
#
# In zod 4.6.7 `z.ZodError` is made without Error as its parent, and `z.ZodRealError` with it. parse() and safeParse() give
# the second, which is an instance of both names. Code that throws the first, to report its own mistakes among those of a
# schema, throws something that `instanceof Error` refuses: what prints, logs or translates errors by that then loses it.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --no-audit --no-fund --silent zod@4.6.7
cat >finding.mjs <<'JS'
import assert from 'node:assert/strict'
import * as z from 'zod'

const say = (error) => ({ isZodError: error instanceof z.ZodError, isError: error instanceof Error, stack: typeof error.stack })
const seen = {
  parsed: say(z.string().safeParse(1).error),
  made: say(new z.ZodError([])),
  real: say(new z.ZodRealError([])),
}
console.log(JSON.stringify(seen))
assert.deepEqual(seen.parsed, { isZodError: true, isError: true, stack: 'string' })
assert.deepEqual(seen.made, { isZodError: true, isError: false, stack: 'undefined' })
assert.equal(seen.real.isError, true)
JS
node finding.mjs
echo 'as seen: made by hand it is a ZodError and no Error'
