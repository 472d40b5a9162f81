'use client'

import { appName, resourcesOf, type SingleConnection } from '@app-connections/schemas'
import { useQuery } from '@tanstack/react-query'
import Link from 'next/link'
import { type ReactNode, useEffect, useRef } from 'react'
import { useTRPC } from '@/api/client.tsx'
import { failureOf } from '@/api/failure.ts'
import { accountInWords } from '@/components/health/health-words.ts'
import { pathWithin } from '@/components/organization/destinations.ts'
import { useOrganization } from '@/components/organization/organization.tsx'
import { Time } from '@/components/time/time.tsx'
import { buttonStyle } from '@/components/ui/controls/button.tsx'
import { Skeleton } from '@/components/ui/layout/skeleton.tsx'
import { DialogCancel } from '@/components/ui/overlays/dialog.tsx'

/** The most resources that are named; the others are counted. */
const mostNamed = 3

/** What the platform says about a credential that was just connected. */
export function Learned({ connection, onLeave }: { connection: SingleConnection; onLeave: () => void }) {
  const { organization } = useOrganization()
  const { app, id, health } = connection
  const nouns = resourcesOf(app)
  const next = useRef<HTMLAnchorElement>(null)
  useEffect(() => next.current?.focus(), [])
  return (
    <div className="grid gap-5 p-5">
      <dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-6 gap-y-3 rounded-lg border border-line bg-sunken px-4 py-3">
        <Fact name="Account">{accountInWords(health)}</Fact>
        {nouns !== undefined && (
          <Fact name={`${nouns.many.charAt(0).toUpperCase()}${nouns.many.slice(1)}`}>
            <VisibleResources app={app} connectionId={id} />
          </Fact>
        )}
        {health.expiresAt !== null && (
          <Fact name="Expires">
            <Time at={health.expiresAt} />
          </Fact>
        )}
      </dl>
      <div className="flex justify-end gap-2">
        <DialogCancel>Done</DialogCancel>
        <Link
          ref={next}
          href={pathWithin(organization, `connections/${id}`)}
          prefetch={false}
          onClick={onLeave}
          className={buttonStyle({ look: 'primary' })}
        >
          Open connection
        </Link>
      </div>
    </div>
  )
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <>
      <dt className="text-muted">{name}</dt>
      <dd className="min-w-0 break-words">{children}</dd>
    </>
  )
}

/** How many resources the credential has access to, and the first of them. Read only once, because that uses the credential. */
function VisibleResources({ app, connectionId }: Pick<SingleConnection, 'app'> & { connectionId: string }) {
  const found = useQuery({
    ...useTRPC().appConnections.apps.queryOptions({ app, connectionId }),
    staleTime: Number.POSITIVE_INFINITY,
  })
  return (
    <span aria-live="polite" className="block min-h-5">
      {found.isPending && (
        <>
          <span className="sr-only">Asking {appName(app)}</span>
          <Skeleton className="mt-0.5 h-4 w-40" />
        </>
      )}
      {found.error && <span className="text-muted">We could not list them: {failureOf(found.error).message}</span>}
      {found.data && namesInWords(found.data.map(({ name }) => name))}
    </span>
  )
}

function namesInWords(names: readonly string[]): string {
  if (names.length === 0) return 'None'
  const rest = names.length - mostNamed
  const named = [...names.slice(0, mostNamed), ...(rest > 0 ? [`${rest} more`] : [])]
  return `${names.length}: ${new Intl.ListFormat('en').format(named)}`
}
