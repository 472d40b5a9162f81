import { randomUUID } from 'node:crypto'
import { expect, it } from 'vitest'
import { orgIdOf } from './org-id.ts'

it('an organization is named by a UUID, and by nothing else', () => {
  const id = randomUUID()
  expect(orgIdOf(id)).toBe(id)
  for (const text of ['', 'org', `${id} `, `${id}'--`, id.slice(1), `x${id.slice(1)}`]) {
    expect(() => orgIdOf(text)).toThrow(TypeError)
  }
})
