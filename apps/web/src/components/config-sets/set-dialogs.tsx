'use client'

import type { ConfigSet, Secret } from '@app-connections/schemas'
import dynamic from 'next/dynamic'
import type { ShownProject } from '@/components/projects/project-frame.tsx'
import type { SetPlace } from './place.ts'

const AddKeyDialog = dynamic(() => import('./add-key-dialog.tsx').then((module) => module.AddKeyDialog), { ssr: false })
const KeyDialog = dynamic(() => import('./key-dialog.tsx').then((module) => module.KeyDialog), { ssr: false })
const EditKeyDialog = dynamic(() => import('./edit-key-dialog.tsx').then((module) => module.EditKeyDialog), {
  ssr: false,
})
const RemoveKeyDialog = dynamic(() => import('./remove-key-dialog.tsx').then((module) => module.RemoveKeyDialog), {
  ssr: false,
})

/** The dialog that is open: about one key, or for a new one. */
export type OpenKey = { kind: 'add' } | { kind: 'key' | 'edit' | 'remove'; secret: Secret }

/** The dialogs of a set's page, of which one is open at most. */
export function SetDialogs({
  set,
  place,
  shown: { writes },
  open,
  onOpen,
}: {
  set: ConfigSet
  place: SetPlace
  shown: ShownProject
  open: OpenKey | undefined
  onOpen: (open: OpenKey | undefined) => void
}) {
  if (open === undefined) return null
  const close = () => onOpen(undefined)
  if (open.kind === 'add') return <AddKeyDialog place={place} onClose={close} />
  const { secret } = open
  if (open.kind === 'edit') return <EditKeyDialog place={place} secret={secret} onClose={close} />
  if (open.kind === 'remove') return <RemoveKeyDialog set={set} place={place} secret={secret} onClose={close} />
  return (
    <KeyDialog
      {...{ place, secret, writes }}
      onEdit={() => onOpen({ kind: 'edit', secret })}
      onRemove={() => onOpen({ kind: 'remove', secret })}
      onClose={close}
    />
  )
}
