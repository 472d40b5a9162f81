'use client'

import type { Grant } from '@app-connections/schemas'
import dynamic from 'next/dynamic'
import { useState } from 'react'
import { useOrganization } from '@/components/organization/organization.tsx'
import { List } from '@/components/ui/lists/list.tsx'
import type { ShownConnection } from '../connection/connection-frame.tsx'
import { type AppLabels, resourcesOrNone } from '../labels.ts'
import { type GrantOffers, GrantRow } from './grant-row.tsx'
import { inGenerations } from './grant-words.ts'

const EndGrantDialog = dynamic(() => import('./end-grant-dialog.tsx').then((module) => module.EndGrantDialog), {
  ssr: false,
})
const EditGrantDialog = dynamic(() => import('./edit-grant-dialog.tsx').then((module) => module.EditGrantDialog), {
  ssr: false,
})
const GrantDialog = dynamic(() => import('./grant-dialog.tsx').then((module) => module.GrantDialog), { ssr: false })

/** Grants of a connection with their children below them, and what the visitor may do with each. */
export function GrantsList({
  label,
  grants,
  shown,
  labels,
}: {
  label: string
  grants: readonly Grant[]
  shown: ShownConnection
  labels: AppLabels
}) {
  const { person } = useOrganization()
  const [open, setOpen] = useState<{ act: keyof GrantOffers; grant: Grant }>()
  const close = () => setOpen(undefined)
  const holds = (id: string | null) => grants.some((each) => each.id === id && each.subject.id === person.id)
  return (
    <>
      <List label={label}>
        {inGenerations(grants).map(({ grant, depth }) => (
          <GrantRow
            key={grant.id}
            grant={grant}
            depth={depth}
            nouns={resourcesOrNone(shown.connection, labels)}
            proof={`${shown.home}/access/${grant.id}`}
            offers={{
              edit: grant.endedAt === null && shown.changeable,
              child: grant.live && (shown.changeable || grant.subject.id === person.id),
              end: grant.endedAt === null && (shown.changeable || holds(grant.parentId)),
            }}
            onAct={(act) => setOpen({ act, grant })}
          />
        ))}
      </List>
      {open?.act === 'child' && <GrantDialog shown={shown} labels={labels} parent={open.grant} onClose={close} />}
      {open?.act === 'edit' && <EditGrantDialog shown={shown} labels={labels} grant={open.grant} onClose={close} />}
      {open?.act === 'end' && <EndGrantDialog grant={open.grant} grants={grants} onClose={close} />}
    </>
  )
}
