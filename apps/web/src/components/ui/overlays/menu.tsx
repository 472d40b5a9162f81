'use client'

import { clsx } from 'clsx'
import { Check } from 'lucide-react'
import { DropdownMenu } from 'radix-ui'
import type { ReactNode } from 'react'

export const menuItemStyle =
  'flex h-8 items-center gap-2 rounded-md px-2 outline-none select-none data-highlighted:bg-hover'

/** Rendered in place, inside the landmark of its trigger. */
export function MenuContent({ children }: { children: ReactNode }) {
  return (
    <DropdownMenu.Content
      align="start"
      sideOffset={6}
      collisionPadding={8}
      className="appear z-50 w-60 rounded-lg border border-line bg-surface p-1 shadow-overlay"
    >
      {children}
    </DropdownMenu.Content>
  )
}

export function MenuHeading({ children }: { children: ReactNode }) {
  return (
    <DropdownMenu.Label className="mt-1 border-t border-line px-2 pt-2 pb-1 text-xs text-muted">
      {children}
    </DropdownMenu.Label>
  )
}

/** One of several choices. The menu stays open, so that the effect is visible. */
export function MenuChoice({
  value,
  onSelect,
  children,
}: {
  value: string
  onSelect: () => void
  children: ReactNode
}) {
  return (
    <DropdownMenu.RadioItem
      value={value}
      className={clsx(menuItemStyle, 'justify-between')}
      onSelect={(event) => {
        event.preventDefault()
        onSelect()
      }}
    >
      {children}
      <DropdownMenu.ItemIndicator>
        <Check className="size-4 text-accent-ink" aria-hidden />
      </DropdownMenu.ItemIndicator>
    </DropdownMenu.RadioItem>
  )
}
