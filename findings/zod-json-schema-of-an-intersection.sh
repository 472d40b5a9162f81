#!/usr/bin/env bash
# zod: the JSON Schema of an intersection of an object and a union is a union of merged objects, not an `allOf`.
#
# z.toJSONSchema(z.intersection(object, union)) of zod 4.6.7 folds the object's properties into every option of the union.
# Whoever looks for the two sides in `allOf`, to say one of them once, finds nothing to look at.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --no-audit --no-fund --silent zod@4.6.7
cat >finding.mjs <<'JS'
import assert from 'node:assert/strict'
import * as z from 'zod'

const shared = z.object({ name: z.string() })
const ways = z.union([z.object({ key: z.string() }), z.object({ token: z.string() })])
const schema = z.toJSONSchema(z.intersection(shared, ways))
console.log(JSON.stringify(schema))
assert.equal(schema.allOf, undefined)
assert.deepEqual(schema.anyOf.map(({ properties }) => Object.keys(properties)), [['name', 'key'], ['name', 'token']])
JS
node finding.mjs
echo 'as seen: no allOf; each option of anyOf holds the fields of both sides'
