import { describe, expect, it } from 'vitest'
import { createClientSecretSchema, createProjectSchema } from './index.ts'

describe('a name', () => {
  const named = (name: string) => createProjectSchema.safeParse({ name })
  const labelled = (label: string) =>
    createClientSecretSchema.safeParse({ identityId: '018f0000-0000-7000-8000-000000000000', label })

  it.each([
    ['a line break', 'a\nb'],
    ['an escape of a terminal', 'a\u001b[31mb'],
    ['a mark that turns the direction', 'a\u202eb'],
    ['a space of no width', 'a\u200bb'],
    ['a soft hyphen', 'a\u00adb'],
  ])('holds no %s, nor does a label', (_what, text) => {
    for (const result of [named(text), labelled(text)]) {
      expect(result.error?.issues).toMatchObject([{ message: 'Remove line breaks and characters that are not seen' }])
    }
  })

  it('is in any language', () => {
    for (const text of ['Größe & Co.', '株式会社', 'مثال', 'a 🚀 b']) {
      expect(named(text).success).toBe(true)
      expect(labelled(text).success).toBe(true)
    }
    expect(labelled('').success).toBe(true)
  })
})
