'use client'

import { type DialectName, dialectNames } from '@app-connections/schemas'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { useTRPCClient } from '@/api/client.tsx'
import { failureOfCall } from '@/api/failure-of-call.ts'
import { FormFailure } from '@/components/failures/form-failure.tsx'
import { Button } from '@/components/ui/controls/button.tsx'
import { CopyField } from '@/components/ui/controls/copy.tsx'
import { Field } from '@/components/ui/controls/field.tsx'
import { Select } from '@/components/ui/controls/select.tsx'
import { Dialog, DialogCancel } from '@/components/ui/overlays/dialog.tsx'
import { saveFile } from '@/components/ui/save-file.ts'
import { dialectWords } from './dialect-words.ts'
import { type SetPlace, setTitle } from './place.ts'

/** The keys and values of a set as a text, for whoever reads it afterwards. */
export function ExportDialog({ place, onClose }: { place: SetPlace; onClose: () => void }) {
  const client = useTRPCClient()
  const [dialect, setDialect] = useState<DialectName>('json')
  const [seen, setSeen] = useState(false)
  const exported = useMutation({
    mutationFn: (named: DialectName) => client.secrets.export.query({ ...place, dialect: named }),
    gcTime: 0,
  })
  const { data } = exported
  const fileName = `${setTitle(place).replaceAll('/', '-')}.${dialect === 'json' ? 'json' : 'env'}`
  return (
    <Dialog
      title="Export keys"
      description="Writes the values in clear. The audit trail says who exported them."
      guarded={false}
      onClose={onClose}
    >
      <div className="grid gap-4 p-5">
        <FormFailure failure={exported.error === null ? undefined : failureOfCall(exported.error)} />
        <Field
          label="Dialect"
          hint="A value without a form in a dialect is refused by its name; JSON takes every value."
        >
          {(control) => (
            <Select
              {...control}
              value={dialect}
              onChange={({ target }) => {
                setDialect(dialectNames.find((name) => name === target.value) ?? 'json')
                exported.reset()
                setSeen(false)
              }}
            >
              {dialectNames.map((name) => (
                <option key={name} value={name}>
                  {dialectWords[name]}
                </option>
              ))}
            </Select>
          )}
        </Field>
        {data && (
          <p role="status" className="break-words">
            {`${data.keys} ${data.keys === 1 ? 'key' : 'keys'}.`}
            {data.omitted.length > 0 &&
              ` Left out: ${data.omitted.map(({ secretKey, remark }) => `${secretKey} (${remark})`).join(', ')}.`}
          </p>
        )}
        {data && seen && <CopyField label="Text" text={data.content} lines />}
        <div className="flex flex-wrap justify-end gap-2">
          <DialogCancel>Close</DialogCancel>
          {data === undefined ? (
            <Button look="primary" pending={exported.isPending} onClick={() => exported.mutate(dialect)}>
              Export
            </Button>
          ) : (
            <>
              {!seen && <Button onClick={() => setSeen(true)}>Show the text</Button>}
              <Button look="primary" onClick={() => saveFile(fileName, [data.content], 'text/plain')}>
                Download
              </Button>
            </>
          )}
        </div>
      </div>
    </Dialog>
  )
}
