'use client'

import { Plus } from 'lucide-react'
import dynamic from 'next/dynamic'
import { useState } from 'react'
import type { ShownProject } from '@/components/projects/project-frame.tsx'
import { Button } from '@/components/ui/controls/button.tsx'
import type { SetPlace } from './place.ts'

const ImportDialog = dynamic(() => import('./import-dialog.tsx').then((module) => module.ImportDialog), { ssr: false })
const ExportDialog = dynamic(() => import('./export-dialog.tsx').then((module) => module.ExportDialog), { ssr: false })

/** What may be done with a set as a whole. */
export function SetActions({
  place,
  shown: { writes },
  onAdd,
}: {
  place: SetPlace
  shown: ShownProject
  onAdd: () => void
}) {
  const [open, setOpen] = useState<'import' | 'export'>()
  if (!writes) return null
  const close = () => setOpen(undefined)
  return (
    <>
      <Button size="small" look="primary" onClick={onAdd}>
        <Plus aria-hidden />
        Add a key
      </Button>
      <Button size="small" onClick={() => setOpen('import')}>
        Import
      </Button>
      <Button size="small" onClick={() => setOpen('export')}>
        Export
      </Button>
      {open === 'import' && <ImportDialog place={place} onClose={close} />}
      {open === 'export' && <ExportDialog place={place} onClose={close} />}
    </>
  )
}
