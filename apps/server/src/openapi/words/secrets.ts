import { exampleIds } from './examples.ts'
import type { Noun } from './noun.ts'

const { projectId } = exampleIds

export const secrets = {
  tag: 'Secrets',
  description:
    'Named keys with sealed values. A config set is what a project keeps for one environment at one path; its first key makes it. Fields that clients of Infisical send beyond these are ignored, and references between keys are not expanded.',
  fields: {
    _id: 'As id.',
    actor: 'Who made this version.',
    change: 'What becomes of the key: it is new, its value differs, or nothing changes.',
    content: 'The text.',
    dialect: 'Whose rule the text follows. Where an import does not say, it is the only one that the text can be in.',
    dryRun: 'Whether nothing is stored.',
    keys: 'How many keys the text holds.',
    line: 'The line of the text, from 1.',
    omitted: 'Keys without a value that can be shown or kept.',
    remark: 'Why it is left out.',
    secrets: 'The keys.',
    environment: 'The slug of the environment.',
    mode: 'What becomes of a key that the set does not have: the call fails, the key is made, or it is left out.',
    newSecretName: 'What the key is called from now on.',
    projectId: 'The project of the set.',
    recursive: 'Whether the sets below the path are listed too.',
    secretComment: 'What it is for. Shown to everybody who sees the key.',
    secretKey: 'The name of the key.',
    secretName: 'The name of the key.',
    secretPath: 'The path of the set: / or names joined by slashes.',
    secretValue: 'Kept byte for byte. Absent in an answer that does not show it: an empty text would be a value.',
    secretValueHidden: 'Whether the value is not shown: it was not asked for, may not be seen, or is write-only.',
    type: 'There are only shared secrets.',
    version: '+1 with every change of the key.',
    viewSecretValue: 'Whether values are shown, to those who may see them. That leaves an audit event.',
    workspace: 'As projectId.',
    workspaceId: 'The project of the set.',
    writeOnly: 'Whether the value is never shown again to anybody. What is write-only stays so.',
  },
  examples: {
    projectId,
    workspaceId: projectId,
    environment: 'production',
    secretPath: '/',
    secretName: 'LOG_LEVEL',
  },
} satisfies Noun
