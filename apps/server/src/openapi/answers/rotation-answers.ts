import { rotationSchema, rotationStateSchema } from '@app-connections/schemas'
import * as z from 'zod'
import type { SchemaNames } from '../schema/json-schema.ts'
import { exampleRotationState, rotationFields } from '../words/rotation.ts'

/** The schemas of the answers about the rotation of a connection. Adds each to `names`. */
export function rotationAnswers(names: SchemaNames) {
  rotationSchema.register(names, {
    id: 'Rotation',
    description: 'When the credential of a connection is rotated, and how that went last.',
    fields: rotationFields,
  })

  rotationStateSchema.register(names, {
    id: 'RotationState',
    description: 'All of the rotation of a connection.',
    fields: rotationFields,
    examples: [exampleRotationState],
  })

  const rotationAnswer = z.object({ rotation: rotationStateSchema }).register(names, {
    id: 'RotationAnswer',
    description: 'The rotation of a connection.',
    examples: [{ rotation: exampleRotationState }],
  })
  return { rotationAnswer }
}
