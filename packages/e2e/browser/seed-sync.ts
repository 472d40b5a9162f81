import type { Client } from '@app-connections/client'
import type { Sandbox } from '@app-connections/heroku-sandbox'

/** Binds a config set to an app, and plans what makes a row of every kind; resolves with the ids of both. */
export async function seedSync(
  admin: Client,
  { control }: Sandbox,
  { projectId, connectionId }: { projectId: string; connectionId: string },
): Promise<{ syncId: string; planId: string }> {
  const [app] = await control.addApps({ count: 1 })
  if (app === undefined) throw new Error('the sandbox made no app')
  await control.setApp(app.id, {
    configVars: { DATABASE_URL: 'attached', LOG_LEVEL: 'warn', SENTRY_DSN: 'theirs', SESSION_SECRET: 'masked' },
    addOnKeys: ['DATABASE_URL'],
    maskedKeys: ['SESSION_SECRET'],
  })
  const place = { projectId, environment: 'production', secretPath: '/web' }
  const values = { FEATURE_CHECKOUT: 'off', LOG_LEVEL: 'info', OLD_FLAG: 'on', PAYMENT_KEY: 'kept' }
  await admin.secrets.createMany.mutate({
    ...place,
    secrets: Object.entries(values).map(([secretKey, secretValue]) => ({ secretKey, secretValue })),
  })
  const sync = await admin.secretSyncs.create.mutate({
    ...{ ...place, destination: 'heroku', name: 'storefront-web', connectionId, isAutoSyncEnabled: false },
    destinationConfig: { app: app.id, appName: app.name },
    syncOptions: { initialSyncBehavior: 'import-prioritize-source' },
  })
  const ref = { syncId: sync.id }
  const first = await admin.secretSyncs.plan.mutate(ref)
  await admin.secretSyncs.applyPlan.mutate({ ...ref, planId: first.id, skipConflicts: true })
  await admin.secrets.remove.mutate({ ...place, secretName: 'OLD_FLAG' })
  await admin.secrets.update.mutate({ ...place, secretName: 'FEATURE_CHECKOUT', secretValue: 'on' })
  await admin.secrets.create.mutate({ ...place, secretName: 'CHECKOUT_URL', secretValue: 'https://pay.example.com' })
  return { syncId: sync.id, planId: (await admin.secretSyncs.plan.mutate(ref)).id }
}
