'use client'

import { type ReactNode, useEffect } from 'react'
import type { FieldValues, UseFormReturn } from 'react-hook-form'
import type { Failure } from '@/api/failure.ts'
import { FormFailure } from '@/components/failures/form-failure.tsx'
import { prepareToasts } from '@/components/toasts/toasts.ts'
import { Button } from '@/components/ui/controls/button.tsx'
import { Dialog, DialogCancel } from '@/components/ui/overlays/dialog.tsx'
import { useLeaveGuard } from './use-leave-guard.ts'

interface FormDialogProps<Values extends FieldValues, Parsed> {
  title: string
  description: ReactNode
  form: UseFormReturn<Values, unknown, Parsed>
  submission: { submit: () => void; failure: Failure | undefined }
  /** The label of the button, before and while the form is sent. */
  action: { label: string; busy: string }
  onClose: () => void
  children: ReactNode
}

/** A dialog with one form. Once something is entered, closing the dialog or leaving the page asks first. */
export function FormDialog<Values extends FieldValues, Parsed>({
  title,
  description,
  form,
  submission,
  action,
  onClose,
  children,
}: FormDialogProps<Values, Parsed>) {
  const { isDirty, isSubmitting } = form.formState
  useEffect(prepareToasts, [])
  useLeaveGuard(isDirty && !isSubmitting)
  return (
    <Dialog title={title} description={description} guarded={isDirty || isSubmitting} onClose={onClose}>
      <form
        noValidate
        className="grid gap-4 p-5"
        onSubmit={(event) => {
          event.preventDefault()
          submission.submit()
        }}
      >
        <FormFailure failure={submission.failure} />
        {children}
        <div className="flex items-center justify-end gap-2 pt-1">
          <DialogCancel />
          <Button type="submit" look="primary" pending={isSubmitting}>
            {isSubmitting ? action.busy : action.label}
          </Button>
        </div>
      </form>
    </Dialog>
  )
}
