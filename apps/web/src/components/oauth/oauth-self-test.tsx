'use client'

import { type App, appName, consentVariablesOf } from '@app-connections/schemas'
import { useMutation } from '@tanstack/react-query'
import { useTRPC } from '@/api/client.tsx'
import { failureOf } from '@/api/failure.ts'
import { FormFailure } from '@/components/failures/form-failure.tsx'
import { Button } from '@/components/ui/controls/button.tsx'
import { CopyField } from '@/components/ui/controls/copy.tsx'
import { Notice } from '@/components/ui/notice.tsx'

/** Tests the client's id and secret, and explains how a wrong callback URL shows. */
export function OAuthSelfTest({ app, callbackUrl }: { app: App; callbackUrl: string }) {
  const test = useMutation(useTRPC().oauth.selfTest.mutationOptions())
  const name = appName(app)
  const secretVariable = consentVariablesOf(app).at(-1)
  return (
    <details className="rounded-lg border border-line px-3 py-2">
      <summary className="font-medium">Trouble with OAuth? Test the set-up</summary>
      <div className="mt-3 grid justify-items-start gap-3">
        <Button size="small" pending={test.isPending} onClick={() => test.mutate({ app })}>
          {test.isPending ? `Asking ${name}…` : 'Test id and secret'}
        </Button>
        <FormFailure failure={test.error ? failureOf(test.error) : undefined} />
        {test.data?.secret === 'known' && (
          <Notice look="info" title="The secret is right" announce>
            <p className="text-muted">{name} accepts this server's client id and secret.</p>
          </Notice>
        )}
        {test.data?.secret === 'unknown' && (
          <Notice look="danger" title="The secret is wrong" announce>
            <p className="text-muted">
              {name} does not accept it. Correct <code className="font-mono break-all">{secretVariable}</code> and
              restart the server.
            </p>
          </Notice>
        )}
        {test.data?.secret === 'not-configured' && (
          <Notice look="danger" title="OAuth is not set up" announce>
            <p className="text-muted">Its variables were removed in the meantime.</p>
          </Notice>
        )}
        <div className="grid w-full min-w-0 gap-2 text-muted">
          <p>
            A wrong callback URL only shows when you authorize: the browser then ends at another address, or at an error
            page of {name}. The client at {name} must have exactly this URL:
          </p>
          <CopyField label="Callback URL" text={callbackUrl} />
        </div>
      </div>
    </details>
  )
}
