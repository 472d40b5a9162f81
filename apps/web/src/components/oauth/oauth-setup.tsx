'use client'

import { type App, appName, consentVariablesOf } from '@app-connections/schemas'
import { useQuery } from '@tanstack/react-query'
import { useTRPC } from '@/api/client.tsx'
import { failureOf } from '@/api/failure.ts'
import { QueryFailure } from '@/components/failures/query-failure.tsx'
import { CopyField } from '@/components/ui/controls/copy.tsx'
import { Skeleton } from '@/components/ui/layout/skeleton.tsx'
import { Notice } from '@/components/ui/notice.tsx'
import { OAuthSelfTest } from './oauth-self-test.tsx'

/** Whether OAuth is set up for an app, and the steps with which an operator sets it up. */
export function OAuthSetup({ app, testable }: { app: App; testable: boolean }) {
  const setup = useQuery(useTRPC().oauth.setup.queryOptions({ app }))
  if (setup.error) {
    return <QueryFailure failure={failureOf(setup.error)} busy={setup.isFetching} onRetry={() => setup.refetch()} />
  }
  if (setup.data === undefined) return <Skeleton className="h-20" />
  const name = appName(app)
  const { configured, callbackUrl, scope } = setup.data
  if (!configured) {
    return (
      <Notice look="info" title={`OAuth is not set up for ${name}`}>
        <ol className="grid list-decimal gap-2 pl-4 text-muted">
          <li>Register an OAuth client at {name} with this callback URL:</li>
        </ol>
        <CopyField label="Callback URL" text={callbackUrl} />
        <ol start={2} className="grid list-decimal gap-2 pl-4 text-muted">
          <li>Set these variables to the client's id and secret, and restart the server:</li>
        </ol>
        <ul className="grid gap-1 font-mono text-[0.8125rem]">
          {consentVariablesOf(app).map((variable) => (
            <li key={variable} className="break-all select-all">
              {variable}
            </li>
          ))}
        </ul>
      </Notice>
    )
  }
  return (
    <div className="grid gap-3">
      <p className="text-muted">
        {name} asks you to authorize{scope === null ? ' access' : `: ${scope.split(' ').join(', ')}`}. Then you come
        back here. Access is renewed automatically, and you never handle a token.
      </p>
      {testable && <OAuthSelfTest app={app} callbackUrl={callbackUrl} />}
    </div>
  )
}
