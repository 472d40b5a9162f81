import {
  exportedAnswer,
  importedAnswer,
  secretAnswer,
  secretsAnswer,
  writtenSecretsAnswer,
} from '../answers/answers.ts'
import * as cause from '../failures/causes.ts'
import { exampleIds } from '../words/examples.ts'
import type { CallsByProcedure, CallWords } from './call.ts'

const { projectId } = exampleIds
const place = { projectId, environment: 'production', secretPath: '/' }
const value = { secretValue: 'info' }
const denied = (action: string) => cause.denied(action, 'secrets')

/** The calls about the keys of config sets. */
export const secretCalls: CallsByProcedure = {
  'secrets.list': {
    operationId: 'listSecrets',
    summary: 'List the keys of a config set',
    description: 'With their values, for those who may see them. A set that nothing was written to has none.',
    answer: secretsAnswer,
    causes: [cause.unknownProject],
  },
  'secrets.export': {
    operationId: 'exportSecrets',
    summary: 'Write a config set as text',
    description:
      'In a named dialect, each value in a form that the readers of the dialect read as just that. A value that is not shown is left out.',
    answer: exportedAnswer,
    causes: [cause.unknownProject, cause.noFormIn],
  },
  'secrets.import': {
    operationId: 'importSecrets',
    summary: 'Take a text into a config set',
    description:
      'Stores its new keys and those whose values differ, all or none; others stay. With `dryRun` nothing is stored. No text is run, and names in values are not replaced.',
    answer: importedAnswer,
    example: { ...place, content: 'LOG_LEVEL=info', dialect: 'dotenv', dryRun: true },
    causes: [
      cause.unknownProject,
      denied('edit'),
      cause.textNotRead,
      cause.textUnclear,
      cause.namedTwice,
      cause.tooManyAtOnce,
      cause.tooManySecrets,
      cause.tooManySets,
    ],
  },
  'secrets.get': {
    operationId: 'getSecret',
    summary: 'Read a key of a config set',
    description: 'As it is or, with `version`, as it was.',
    answer: secretAnswer,
    causes: [cause.unknownProject, cause.unknownSecret],
  },
  'secrets.create': {
    operationId: 'createSecret',
    summary: 'Store a key in a config set',
    description: 'Makes the set and its environment where there is none.',
    answer: secretAnswer,
    example: { ...place, ...value, secretComment: 'How much the web processes say' },
    causes: [cause.unknownProject, denied('create'), cause.secretExists, cause.tooManySecrets, cause.tooManySets],
  },
  'secrets.update': {
    operationId: 'updateSecret',
    summary: 'Change a key of a config set',
    description: 'What is absent stays.',
    answer: secretAnswer,
    example: { ...place, ...value },
    causes: [cause.unknownProject, cause.unknownSecret, denied('edit'), cause.secretExists],
  },
  'secrets.remove': {
    operationId: 'deleteSecret',
    summary: 'Delete a key of a config set',
    description: 'Answers with the key as it was, without its value.',
    answer: secretAnswer,
    example: place,
    causes: [cause.unknownProject, cause.unknownSecret, denied('delete')],
  },
  'secrets.createMany': {
    operationId: 'createSecrets',
    summary: 'Store keys in a config set',
    description: 'All of them, or none.',
    answer: writtenSecretsAnswer,
    example: { ...place, secrets: [{ secretKey: 'LOG_LEVEL', ...value }] },
    causes: [
      cause.unknownProject,
      denied('create'),
      cause.secretExists,
      cause.secretTwice,
      cause.tooManySecrets,
      cause.tooManySets,
    ],
  },
  'secrets.updateMany': {
    operationId: 'updateSecrets',
    summary: 'Change keys of a config set',
    description: 'All of them, or none.',
    answer: writtenSecretsAnswer,
    example: { ...place, mode: 'upsert', secrets: [{ secretKey: 'LOG_LEVEL', ...value }] },
    causes: [cause.unknownProject, cause.unknownSecret, denied('edit'), cause.secretExists, cause.secretTwice],
  },
  'secrets.removeMany': {
    operationId: 'deleteSecrets',
    summary: 'Delete keys of a config set',
    description: 'All of them, or none.',
    answer: writtenSecretsAnswer,
    example: { ...place, secrets: [{ secretKey: 'LOG_LEVEL' }] },
    causes: [cause.unknownProject, cause.unknownSecret, denied('delete'), cause.secretTwice],
  },
}

/** The same calls as an earlier version of the API has them, which its SDK sends. */
export const rawSecretCalls: CallsByProcedure = Object.fromEntries(
  Object.entries(secretCalls).map(([procedure, words]) => [procedure, formerly(words)]),
)

function formerly({ example, ...words }: CallWords): CallWords {
  const { projectId: workspaceId, ...same } = example ?? {}
  return {
    ...words,
    operationId: `${words.operationId}Raw`,
    summary: `${words.summary}, as version 3 does`,
    ...(example === undefined ? {} : { example: { ...same, workspaceId } }),
  }
}
