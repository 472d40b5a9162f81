import type { Client } from '@app-connections/client'

/** What the demo's Heroku has of the app that a config set is synced to, before anything is synced. */
export const appBefore = {
  configVars: {
    GREETING: 'Hello from the sandbox',
    LOG_LEVEL: 'info',
    DATABASE_URL: 'postgres://attached.example.com/note',
    SESSION_SECRET: 'shown to nobody',
  },
  addOnKeys: ['DATABASE_URL'],
  maskedKeys: ['SESSION_SECRET'],
}

const place = { environment: 'production', secretPath: '/' }

/** Makes a config set with a sync to an app, and leaves a plan of it that has a row of every kind. */
export async function seedConfig(
  admin: Client,
  { projectId, connectionId, appName }: { projectId: string; connectionId: string; appName: string },
): Promise<void> {
  const set = { ...place, projectId }
  const values = { FEATURE_CHECKOUT: 'off', LOG_LEVEL: 'debug', OLD_FLAG: 'on', PAYMENT_KEY: 'kept' }
  await admin.secrets.createMany.mutate({
    ...set,
    secrets: Object.entries(values).map(([secretKey, secretValue]) => ({
      ...{ secretKey, secretValue },
      writeOnly: secretKey === 'PAYMENT_KEY',
    })),
  })
  const apps = await admin.appConnections.apps.query({ app: 'heroku', connectionId })
  const app = apps.find(({ name }) => name === appName)
  if (app === undefined) return
  const { id: syncId } = await admin.secretSyncs.create.mutate({
    ...{ ...set, destination: 'heroku', name: 'storefront-production', connectionId, isAutoSyncEnabled: false },
    destinationConfig: { app: app.id, appName },
    syncOptions: { initialSyncBehavior: 'import-prioritize-source' },
  })
  const { id: planId } = await admin.secretSyncs.plan.mutate({ syncId })
  await admin.secretSyncs.applyPlan.mutate({ syncId, planId, skipConflicts: true })
  await admin.secrets.remove.mutate({ ...set, secretName: 'OLD_FLAG' })
  await admin.secrets.update.mutate({ ...set, secretName: 'FEATURE_CHECKOUT', secretValue: 'on' })
  await admin.secrets.create.mutate({ ...set, secretName: 'CHECKOUT_URL', secretValue: 'https://pay.example.com' })
  await admin.secretSyncs.plan.mutate({ syncId })
}
