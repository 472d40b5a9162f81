import { exportedSecretsSchema, importedSecretsSchema } from '@app-connections/schemas'
import type { SchemaNames } from '../schema/json-schema.ts'
import { nouns } from '../words/nouns.ts'

/** The schemas of the answers about config sets as text. Adds each to `names`. */
export function textAnswers(names: SchemaNames) {
  return {
    exportedAnswer: exportedSecretsSchema.register(names, {
      id: 'ExportedSecrets',
      description: 'A config set as text.',
      fields: nouns.secrets.fields,
      examples: [{ dialect: 'dotenv', content: 'LOG_LEVEL=info\n', keys: 1, omitted: [] }],
    }),
    importedAnswer: importedSecretsSchema.register(names, {
      id: 'ImportedSecrets',
      description: 'What was read of a text, and what becomes of its keys.',
      fields: nouns.secrets.fields,
      examples: [
        { dialect: 'dotenv', dryRun: true, secrets: [{ secretKey: 'LOG_LEVEL', line: 1, change: 'add' }], omitted: [] },
      ],
    }),
  }
}
