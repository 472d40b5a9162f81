import { oauthOutcomeSchema } from '@app-connections/schemas'
import { expect, it } from 'vitest'
import { outcomePages } from './outcomes.ts'

it('says for every outcome what happened and what to do, with a button that goes on', () => {
  for (const outcome of [...oauthOutcomeSchema.options, 'signed-out'] as const) {
    const { title, sentences, onward } = outcomePages[outcome]
    expect([title, ...sentences, onward.label].every((text) => text.length > 0)).toBe(true)
    expect(sentences.length).toBeGreaterThan(0)
  }
})

it('says of every outcome that stored nothing that nothing was stored, and leads to no connection', () => {
  for (const outcome of oauthOutcomeSchema.options) {
    const { sentences, onward } = outcomePages[outcome]
    const stored = ['created', 'renamed', 'reconnected'].includes(outcome)
    expect(onward.to === 'connection', outcome).toBe(stored)
    if (!stored && outcome !== 'unknown') expect(sentences.join(' '), outcome).toMatch(/nothing was stored/i)
  }
})
