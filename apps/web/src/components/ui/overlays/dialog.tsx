'use client'

import { clsx } from 'clsx'
import { X } from 'lucide-react'
import { AlertDialog as RadixAlertDialog, Dialog as RadixDialog } from 'radix-ui'
import { type ReactNode, useState } from 'react'
import { Button, buttonStyle } from '@/components/ui/controls/button.tsx'
import { focusContent } from '@/components/ui/layout/content.ts'

const veilStyle = 'fixed inset-0 z-40 grid overflow-y-auto bg-veil p-3 sm:p-6'
/** Fixed at the top, so that a dialog that grows does so downwards and the text above stays in place. */
const boxStyle =
  'appear mx-auto mb-auto w-full rounded-xl border border-line bg-surface shadow-overlay focus-visible:outline-none'

interface DialogProps {
  title: string
  description: ReactNode
  onClose: () => void
  /** Whether closing would lose something: then it asks first, and a click outside does nothing. */
  guarded: boolean
  /** Whether a click outside closes it, while it is not guarded. */
  closesBeside?: boolean
  children: ReactNode
}

export function Dialog({ title, description, onClose, guarded, closesBeside = true, children }: DialogProps) {
  const [asking, setAsking] = useState(false)
  const giveFocusBack = useFocusGivenBack()
  return (
    <RadixDialog.Root open onOpenChange={(open) => !open && (guarded ? setAsking(true) : onClose())}>
      <RadixDialog.Portal>
        <RadixDialog.Overlay className={veilStyle}>
          <RadixDialog.Content
            className={clsx(boxStyle, 'max-w-lg sm:mt-[6dvh]')}
            onOpenAutoFocus={focusFirstField}
            onCloseAutoFocus={giveFocusBack}
            onInteractOutside={(event) => (guarded || !closesBeside) && event.preventDefault()}
          >
            <header className="flex items-start justify-between gap-4 px-5 pt-5">
              <div className="grid gap-1">
                <RadixDialog.Title className="text-base font-semibold tracking-tight">{title}</RadixDialog.Title>
                <RadixDialog.Description className="text-muted">{description}</RadixDialog.Description>
              </div>
              <RadixDialog.Close
                className={clsx(buttonStyle({ look: 'quiet', size: 'icon' }), '-mt-1 -mr-2')}
                aria-label="Close"
              >
                <X aria-hidden />
              </RadixDialog.Close>
            </header>
            {children}
          </RadixDialog.Content>
        </RadixDialog.Overlay>
      </RadixDialog.Portal>
      {asking && <DiscardQuestion onKeep={() => setAsking(false)} onDiscard={onClose} />}
    </RadixDialog.Root>
  )
}

/**
 * A dialog that opens above another loses what `autoFocus` gives: the one below still holds focus at that moment. Asked only
 * where nothing in the dialog has focus.
 */
function focusFirstField(event: Event): void {
  const field = event.currentTarget instanceof Element ? event.currentTarget.querySelector('[data-focus=first]') : null
  if (!(field instanceof HTMLElement)) return
  event.preventDefault()
  field.focus()
}

/** The button that closes a dialog, after its guard. */
export function DialogCancel({ children = 'Cancel' }: { children?: ReactNode }) {
  return (
    <RadixDialog.Close asChild>
      <Button>{children}</Button>
    </RadixDialog.Close>
  )
}

function DiscardQuestion({ onKeep, onDiscard }: { onKeep: () => void; onDiscard: () => void }) {
  return (
    <Confirmation title="Discard what you entered?" description={<p>It has not been saved.</p>} onClose={onKeep}>
      <div className="flex justify-end gap-2">
        <ConfirmationCancel asChild>
          <Button>Keep editing</Button>
        </ConfirmationCancel>
        <Button look="danger" onClick={onDiscard}>
          Discard
        </Button>
      </div>
    </Confirmation>
  )
}

interface ConfirmationProps {
  title: string
  description: ReactNode
  onClose: () => void
  children: ReactNode
}

/** Asks before an action that cannot be undone. Cancel comes first in the focus order. */
export function Confirmation({ title, description, onClose, children }: ConfirmationProps) {
  const giveFocusBack = useFocusGivenBack()
  return (
    <RadixAlertDialog.Root open onOpenChange={(open) => !open && onClose()}>
      <RadixAlertDialog.Portal>
        <RadixAlertDialog.Overlay className={veilStyle}>
          <RadixAlertDialog.Content
            className={clsx(boxStyle, 'mt-[12dvh] grid max-w-md gap-4 p-5 sm:mt-[22dvh]')}
            onCloseAutoFocus={giveFocusBack}
          >
            <div className="grid gap-2">
              <RadixAlertDialog.Title className="text-base font-semibold tracking-tight break-words">
                {title}
              </RadixAlertDialog.Title>
              <RadixAlertDialog.Description asChild>
                <div className="grid gap-2 text-muted">{description}</div>
              </RadixAlertDialog.Description>
            </div>
            {children}
          </RadixAlertDialog.Content>
        </RadixAlertDialog.Overlay>
      </RadixAlertDialog.Portal>
    </RadixAlertDialog.Root>
  )
}

export const ConfirmationCancel = RadixAlertDialog.Cancel

/**
 * Where focus goes when a dialog closes: to the element that opened it, or to the page's content if that element is gone and
 * nothing else has focus. Radix does this only for its own triggers.
 */
function useFocusGivenBack() {
  const [opener] = useState(() => document.activeElement)
  return (event: Event) => {
    event.preventDefault()
    const remains = opener instanceof HTMLElement && opener.isConnected && opener !== document.body
    if (remains) opener.focus()
    else if (document.activeElement === document.body) focusContent()
  }
}
