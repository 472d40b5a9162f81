import { type App, appName, destinationIdSchemaOf } from '@app-connections/schemas'
import { syncAnswersOf, syncOptionsAnswer, syncsAnswer } from '../answers/answers.ts'
import { identifierOf } from '../answers/connection-answers.ts'
import * as cause from '../failures/causes.ts'
import { exampleIds, exampleSync } from '../words/examples.ts'
import type { CallsByProcedure } from './call.ts'

const denied = (action: string) => cause.denied(action, 'secret-syncs')

/** The calls about syncs to all apps. */
export const syncCalls: CallsByProcedure = {
  'secretSyncs.options': {
    operationId: 'listSecretSyncOptions',
    summary: 'List what can be synced to',
    description: 'Each with the app of the connections that it takes.',
    answer: syncOptionsAnswer,
    causes: [],
  },
  'secretSyncs.list': {
    operationId: 'listSecretSyncs',
    summary: 'List the syncs of a project',
    description: 'Those to all apps.',
    answer: syncsAnswer,
    causes: [cause.unknownProject],
    ignores: ['destination'],
  },
}

/** The calls about syncs to one app. */
export function syncCallsOf(app: App): CallsByProcedure {
  const answers = syncAnswersOf(app)
  const title = appName(app)
  const id = identifierOf(app)
  const { name, projectId, connectionId, syncOptions, destinationConfig } = exampleSync(app)
  const bound = { connectionId, environment: 'production', secretPath: '/', syncOptions, destinationConfig }
  const ofOne = cause.unknownSyncOrOther(app)
  const bindings = [...cause.unknownOrOther(app), cause.unknownSet, cause.syncNameTaken]
  const running = [...ofOne, ...cause.unknownOrOther(app), cause.jobUnderWay]
  const planning = [...ofOne, ...cause.unknownOrOther(app), denied('sync-secrets'), ...cause.fromPlatform(app)]
  return {
    'secretSyncs.list': {
      operationId: `list${id}SecretSyncs`,
      summary: `List the syncs of a project to ${title}`,
      description: 'By name.',
      answer: answers.many,
      causes: [cause.unknownProject],
    },
    'secretSyncs.create': {
      operationId: `create${id}SecretSync`,
      summary: `Create a sync to ${title}`,
      description: 'With isAutoSyncEnabled, which is the default, a run is queued at once.',
      answer: answers.one,
      example: { name, projectId, ...bound },
      causes: [cause.unknownProject, ...bindings, denied('create'), ...cause.keyInUse],
    },
    'secretSyncs.checkDestination': {
      operationId: `check${id}SecretSyncDestination`,
      summary: `Ask whether a resource of ${title} has a sync`,
      description: 'Of the whole organization.',
      answer: answers.duplicate,
      example: { projectId, destinationConfig: destinationIdSchemaOf(app).parse(destinationConfig) },
      causes: [cause.unknownProject, ...cause.unknownOrOther(app)],
    },
    'secretSyncs.getByName': {
      operationId: `get${id}SecretSyncByName`,
      summary: `Read a sync to ${title} by its name`,
      description: 'In its project.',
      answer: answers.one,
      causes: [cause.unknownProject, cause.unknownSyncName(app), ...ofOne],
    },
    'secretSyncs.get': {
      operationId: `get${id}SecretSync`,
      summary: `Read a sync to ${title}`,
      description: 'With the state of its jobs.',
      answer: answers.one,
      causes: ofOne,
    },
    'secretSyncs.update': {
      operationId: `update${id}SecretSync`,
      summary: `Change a sync to ${title}`,
      description:
        'What is absent stays; syncOptions and destinationConfig are replaced whole. A change of what it does queues a run, where it syncs by itself. Keys at a former resource are given up and stay there.',
      answer: answers.one,
      example: { description: 'Variables of the storefront', ...bound },
      causes: [...ofOne, ...bindings, denied('edit'), cause.sourceInPart, cause.jobUnderWay],
    },
    'secretSyncs.remove': {
      operationId: `delete${id}SecretSync`,
      summary: `Delete a sync to ${title}`,
      description: `Its keys stay at ${title}, unless they are to be removed: then a job is queued, which deletes them and the sync.`,
      answer: answers.one,
      causes: [...running, denied('delete')],
    },
    'secretSyncs.syncSecrets': {
      operationId: `sync${id}SecretSync`,
      summary: `Have a sync to ${title} set its keys`,
      description:
        'Queues a job: it plans, and carries out what is safe. Keys in conflict stay, and lastSyncMessage says so.',
      answer: answers.one,
      causes: [...running, denied('sync-secrets')],
    },
    'secretSyncs.importSecrets': {
      operationId: `import${id}SecretSync`,
      summary: `Have values at ${title} taken into the set of a sync`,
      description: 'Queues a job. The keys are the sync’s from then on.',
      answer: answers.one,
      causes: [...running, denied('import-secrets')],
    },
    'secretSyncs.removeSecrets': {
      operationId: `remove${id}SecretSyncSecrets`,
      summary: `Have the keys of a sync deleted at ${title}`,
      description: 'Queues a job. Only keys that the sync owns are deleted.',
      answer: answers.one,
      causes: [...running, denied('remove-secrets')],
    },
    'secretSyncs.plan': {
      operationId: `plan${id}SecretSync`,
      summary: `Plan what a sync would change at ${title} now`,
      description: 'Reads, and changes nothing.',
      answer: answers.plan,
      causes: [...planning, cause.setIncomplete, cause.releaseUnderWay],
    },
    'secretSyncs.approvePlan': {
      operationId: `approve${id}SecretSyncPlan`,
      summary: `Approve a plan of a sync to ${title}`,
      description: 'By somebody other than its maker, as its hash says it. A run that waits for that goes on.',
      answer: answers.plan,
      example: { planId: exampleIds.planId, hash: '0'.repeat(64) },
      causes: [
        ...[...ofOne, ...cause.unknownOrOther(app), denied('sync-secrets'), cause.unknownPlan, cause.notApprover],
        ...[cause.planMoved, cause.planEnded, cause.otherHash],
      ],
    },
    'secretSyncs.applyPlan': {
      operationId: `apply${id}SecretSyncPlan`,
      summary: `Carry out a plan of a sync to ${title}`,
      description: 'One change, or none where nothing differs. It is refused where anything has moved since.',
      answer: answers.plan,
      example: { planId: exampleIds.planId },
      causes: [
        ...[...planning, cause.unknownPlan, cause.planMoved, cause.planEnded, cause.planConflicts, cause.syncUnderWay],
        cause.approvalNeeded,
      ],
    },
    'secretSyncs.undo': {
      operationId: `undo${id}SecretSyncPlan`,
      summary: `Plan to put back what a sync to ${title} has changed`,
      description:
        'Of the plan that is named, or of the latest that changed something. The answer is a plan to carry out.',
      answer: answers.plan,
      example: { planId: exampleIds.planId },
      causes: [...planning, cause.unknownPlan, cause.nothingToUndo, cause.releaseUnderWay],
    },
    'secretSyncs.drift': {
      operationId: `get${id}SecretSyncDrift`,
      summary: `Read what others have changed at ${title} of a sync’s keys`,
      description: 'As the latest look has found it. Looks are made by themselves, at most four an hour.',
      answer: answers.drift,
      causes: ofOne,
    },
    'secretSyncs.look': {
      operationId: `look${id}SecretSyncDrift`,
      summary: `Look whether others have changed a sync’s keys at ${title}`,
      description: 'Now. It changes nothing.',
      answer: answers.drift,
      causes: planning,
    },
    'secretSyncs.takeIn': {
      operationId: `takeIn${id}SecretSyncDrift`,
      summary: 'Plan to take into the set what others have changed',
      description: `The answer is a plan to carry out, which changes nothing at ${title}.`,
      answer: answers.plan,
      causes: [...planning, cause.releaseUnderWay],
    },
    'secretSyncs.putBack': {
      operationId: `putBack${id}SecretSyncDrift`,
      summary: `Plan to put back at ${title} what others have changed`,
      description: 'The answer is a plan to carry out.',
      answer: answers.plan,
      causes: [...planning, cause.setIncomplete, cause.releaseUnderWay],
    },
    'secretSyncs.history': {
      operationId: `list${id}SecretSyncPlans`,
      summary: `List the plans of a sync to ${title}`,
      description: 'The latest 100, newest first.',
      answer: answers.plans,
      causes: ofOne,
    },
  }
}
