'use client'

import dynamic from 'next/dynamic'
import { useState } from 'react'
import { Button } from '@/components/ui/controls/button.tsx'
import { PlusIcon } from '@/components/ui/inline-icons.tsx'
import { offersChanges, type Roles } from '../rights.ts'

const load = () => import('./create-dialog.tsx')
const CreateDialog = dynamic(() => load().then((module) => module.CreateDialog), { ssr: false })

/**
 * The button that creates a connection, and the dialog it opens. Both are absent for a visitor who may not create anywhere.
 * They are separate so that the dialog outlives the button: the empty page disappears once there is a connection.
 */
export function useNewConnection(roles: Roles) {
  const [open, setOpen] = useState(false)
  const scopes = [null, ...roles.projects.map(({ id }) => id)].filter((id) => offersChanges(roles, id))
  if (scopes.length === 0) return {}
  return {
    button: (
      <Button look="primary" size="small" onPointerEnter={load} onFocus={load} onClick={() => setOpen(true)}>
        <PlusIcon />
        New connection
      </Button>
    ),
    dialog: open && <CreateDialog scopes={scopes} onClose={() => setOpen(false)} />,
  }
}
