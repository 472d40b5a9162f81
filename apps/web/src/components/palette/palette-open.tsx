'use client'

import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { Command } from 'cmdk'
import { KeyRound, LogOut, SunMoon } from 'lucide-react'
import { useRouter } from 'next/navigation'
import { Dialog as RadixDialog } from 'radix-ui'
import { type ReactNode, useDeferredValue, useState } from 'react'
import { useTRPC } from '@/api/client.tsx'
import { HealthBadge } from '@/components/health/health-badge.tsx'
import { destinationsFor } from '@/components/organization/destinations.ts'
import { useOrganization } from '@/components/organization/organization.tsx'
import { leaveTo, signOut } from '@/components/session/requests.ts'
import { notifyFailure } from '@/components/toasts/toasts.ts'
import { chooseTheme } from '@/theme/theme.ts'
import { type Theme, themes } from '@/theme/theme-names.ts'

/** So many connections are offered at once. */
const mostConnections = 8

const themeLabels: Record<Theme, string> = {
  system: 'Theme: like the device',
  light: 'Theme: light',
  dark: 'Theme: dark',
}

/** Pages, connections and a few actions, found by typing. */
export function PaletteOpen({ onClose }: { onClose: () => void }) {
  const router = useRouter()
  const { organization } = useOrganization()
  const [text, setText] = useState('')
  const search = useDeferredValue(text.trim().slice(0, 64))
  const connections = useQuery({
    ...useTRPC().appConnections.list.queryOptions({ limit: mostConnections, ...(search === '' ? {} : { search }) }),
    placeholderData: keepPreviousData,
  })
  const home = `/o/${organization.slug}`
  const fits = (label: string) => label.toLowerCase().includes(search.toLowerCase())
  const go = (path: string) => {
    onClose()
    router.push(path)
  }
  const pages = destinationsFor(organization.role).filter(({ label }) => fits(label))
  const themesFitting = themes.filter((theme) => fits(themeLabels[theme]))

  async function leave() {
    const failure = await signOut()
    if (failure === undefined) await leaveTo('/sign-in')
    else await notifyFailure(failure)
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
            <Command label="Go to" shouldFilter={false} loop>
              <Command.Input
                value={text}
                onValueChange={setText}
                placeholder="Go to a page or connection"
                className="h-12 w-full border-b border-line bg-transparent px-4 text-base outline-none placeholder:text-muted sm:text-sm"
              />
              <Command.List label="Found" className="max-h-80 overflow-y-auto p-1.5">
                <Command.Empty className="px-2.5 py-6 text-center text-muted">Nothing matches.</Command.Empty>
                {pages.map(({ path, label, Icon }) => (
                  <Item key={path} value={`page ${path}`} onSelect={() => go(`${home}/${path}`)}>
                    <Icon className="size-4 text-muted" aria-hidden />
                    {label}
                  </Item>
                ))}
                {(connections.data?.appConnections ?? []).map(({ id, name, health }) => (
                  <Item key={id} value={`connection ${id}`} onSelect={() => go(`${home}/connections/${id}`)}>
                    <span className="min-w-0 flex-1 truncate">{name}</span>
                    <HealthBadge health={health} />
                  </Item>
                ))}
                {fits('Sessions and password') && (
                  <Item value="account" onSelect={() => go(`${home}/account`)}>
                    <KeyRound className="size-4 text-muted" aria-hidden />
                    Sessions and password
                  </Item>
                )}
                {themesFitting.map((theme) => (
                  <Item key={theme} value={`theme ${theme}`} onSelect={() => chooseTheme(theme)}>
                    <SunMoon className="size-4 text-muted" aria-hidden />
                    {themeLabels[theme]}
                  </Item>
                ))}
                {fits('Sign out') && (
                  <Item value="sign-out" onSelect={leave}>
                    <LogOut className="size-4 text-muted" aria-hidden />
                    Sign out
                  </Item>
                )}
              </Command.List>
            </Command>
          </RadixDialog.Content>
        </RadixDialog.Overlay>
      </RadixDialog.Portal>
    </RadixDialog.Root>
  )
}

function Item({ value, onSelect, children }: { value: string; onSelect: () => void; children: ReactNode }) {
  return (
    <Command.Item
      value={value}
      onSelect={onSelect}
      className="flex h-9 cursor-default items-center gap-2.5 rounded-md px-2.5 data-[selected=true]:bg-hover"
    >
      {children}
    </Command.Item>
  )
}
