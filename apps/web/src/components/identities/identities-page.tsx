'use client'

import { useQuery } from '@tanstack/react-query'
import { Bot, Plus } from 'lucide-react'
import dynamic from 'next/dynamic'
import Link from 'next/link'
import { useState } from 'react'
import { useTRPC } from '@/api/client.tsx'
import { failureOf } from '@/api/failure.ts'
import { QueryFailure } from '@/components/failures/query-failure.tsx'
import { organizationRoleName } from '@/components/members/role-words.ts'
import { useOrganization } from '@/components/organization/organization.tsx'
import { Time } from '@/components/time/time.tsx'
import { Button } from '@/components/ui/controls/button.tsx'
import { Empty } from '@/components/ui/layout/empty.tsx'
import { PageFrame } from '@/components/ui/layout/page-frame.tsx'
import { RowsSkeleton } from '@/components/ui/layout/skeleton.tsx'
import { Cell, NameCell, Row, Table, TableBody, TableHead, wideOnly } from '@/components/ui/lists/table.tsx'

const CreateIdentityDialog = dynamic(
  () => import('./create-identity-dialog.tsx').then((module) => module.CreateIdentityDialog),
  { ssr: false },
)

/** The machine identities of the organization. For admins. */
export function IdentitiesPage() {
  const { organization } = useOrganization()
  const identities = useQuery(useTRPC().identities.list.queryOptions())
  const [creating, setCreating] = useState(false)
  const create = (
    <Button look="primary" size="small" onClick={() => setCreating(true)}>
      <Plus aria-hidden />
      New machine identity
    </Button>
  )
  return (
    <PageFrame
      title="Machine identities"
      count={identities.data?.length || undefined}
      action={identities.data?.length === 0 ? undefined : create}
    >
      {identities.error && (
        <QueryFailure
          failure={failureOf(identities.error)}
          busy={identities.isFetching}
          onRetry={() => identities.refetch()}
        />
      )}
      {identities.isPending && <RowsSkeleton label="Loading machine identities" />}
      {identities.data?.length === 0 && (
        <Empty Icon={Bot} title="No machine identities yet" action={create}>
          A machine identity is what a program signs in as: a pipeline, a bot, a script. It has its own role, and
          secrets that you can revoke one by one.
        </Empty>
      )}
      {identities.data !== undefined && identities.data.length > 0 && (
        <Table label="Machine identities">
          <TableHead>
            <th scope="col">Name</th>
            <th scope="col">Role</th>
            <th scope="col" className={wideOnly}>
              Created
            </th>
          </TableHead>
          <TableBody>
            {identities.data.map(({ id, name, role, clientId, createdAt }) => (
              <Row key={id}>
                <NameCell>
                  <Link
                    href={`/o/${organization.slug}/identities/${id}`}
                    prefetch={false}
                    className="block truncate font-medium hover:underline"
                  >
                    {name}
                  </Link>
                  <p className="truncate font-mono text-xs text-muted">{clientId}</p>
                </NameCell>
                <Cell className="whitespace-nowrap">{organizationRoleName(role)}</Cell>
                <Cell className={`${wideOnly} text-muted`}>
                  <Time at={createdAt} />
                </Cell>
              </Row>
            ))}
          </TableBody>
        </Table>
      )}
      {creating && <CreateIdentityDialog onClose={() => setCreating(false)} />}
    </PageFrame>
  )
}
