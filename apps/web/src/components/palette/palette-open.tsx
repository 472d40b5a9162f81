'use client'

import { Command } from 'cmdk'
import { Dialog as RadixDialog } from 'radix-ui'
import { useState } from 'react'
import { usePaletteItems } from './palette-items.tsx'

/** Pages, connections and a few actions, found by typing. */
export function PaletteOpen({ onClose }: { onClose: () => void }) {
  const [text, setText] = useState('')
  const [chosen, setChosen] = useState('')
  const items = usePaletteItems(text.trim().slice(0, 64), onClose)
  // The chosen item may have left the list; then the first item is chosen.
  const current = items.some(({ key }) => key === chosen) ? chosen : (items[0]?.key ?? '')
  function search(next: string) {
    setText(next)
    setChosen('')
  }
  return (
    <RadixDialog.Root open onOpenChange={(open) => !open && onClose()}>
      <RadixDialog.Portal>
        <RadixDialog.Overlay className="fixed inset-0 z-40 bg-veil p-3 sm:pt-[14dvh]">
          <RadixDialog.Content
            aria-describedby={undefined}
            className="appear mx-auto w-full max-w-lg overflow-hidden rounded-xl border border-line bg-surface shadow-overlay focus-visible:outline-none"
          >
            <RadixDialog.Title className="sr-only">Go to</RadixDialog.Title>
            <Command label="Go to" shouldFilter={false} loop value={current} onValueChange={setChosen}>
              <Command.Input
                value={text}
                onValueChange={search}
                placeholder="Go to a page or connection"
                className="h-12 w-full border-b border-line bg-transparent px-4 text-base outline-none placeholder:text-muted sm:text-sm"
              />
              <Command.List label="Found" className="max-h-80 overflow-y-auto p-1.5">
                <Command.Empty className="px-2.5 py-6 text-center text-muted">Nothing matches.</Command.Empty>
                {items.map(({ key, content, run }) => (
                  <Command.Item
                    key={key}
                    value={key}
                    onSelect={run}
                    className="flex h-9 cursor-default items-center gap-2.5 rounded-md px-2.5 data-[selected=true]:bg-hover"
                  >
                    {content}
                  </Command.Item>
                ))}
              </Command.List>
            </Command>
          </RadixDialog.Content>
        </RadixDialog.Overlay>
      </RadixDialog.Portal>
    </RadixDialog.Root>
  )
}
