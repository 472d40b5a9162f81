'use client'

import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { KeyRound, LogOut, SunMoon } from 'lucide-react'
import { useRouter } from 'next/navigation'
import type { ReactNode } from 'react'
import { useTRPC } from '@/api/client.tsx'
import { HealthBadge } from '@/components/health/health-badge.tsx'
import { destinationIcons } from '@/components/organization/destination-icons.tsx'
import { destinationsFor, pathWithin } from '@/components/organization/destinations.ts'
import { useOrganization } from '@/components/organization/organization.tsx'
import { leaveTo, signOut } from '@/components/session/requests.ts'
import { notifyFailure } from '@/components/toasts/toasts.ts'
import { chooseTheme } from '@/theme/theme.ts'
import { type Theme, themes } from '@/theme/theme-names.ts'

export interface PaletteItem {
  key: string
  content: ReactNode
  run: () => unknown
}

/** The most connections that are offered. */
const mostConnections = 8

const themeLabels: Record<Theme, string> = {
  system: 'Theme: system',
  light: 'Theme: light',
  dark: 'Theme: dark',
}

/** The results of a search: pages and actions whose words contain it, and connections that the service finds. */
export function usePaletteItems(search: string, onLeave: () => void): PaletteItem[] {
  const router = useRouter()
  const { organization } = useOrganization()
  const connections = useQuery({
    ...useTRPC().appConnections.list.queryOptions({ limit: mostConnections, ...(search === '' ? {} : { search }) }),
    placeholderData: keepPreviousData,
  })
  const go = (path: string) => () => {
    onLeave()
    router.push(pathWithin(organization, path))
  }
  const labelled = [
    ...destinationsFor(organization.role).map(({ path, label }) => ({
      key: label,
      label,
      icon: destinationIcons[path],
      run: go(path),
    })),
    {
      key: 'account',
      label: 'Sessions and password',
      icon: <KeyRound className="size-4" aria-hidden />,
      run: go('account'),
    },
    ...themes.map((theme) => ({
      key: theme,
      label: themeLabels[theme],
      icon: <SunMoon className="size-4" aria-hidden />,
      run: () => chooseTheme(theme),
    })),
    { key: 'sign-out', label: 'Sign out', icon: <LogOut className="size-4" aria-hidden />, run: leave },
  ]
  return [
    ...(connections.data?.appConnections ?? [])
      // The previous results stay until the new ones arrive, if they still match.
      .filter(({ name }) => !connections.isPlaceholderData || name.includes(search.toLowerCase()))
      .map(({ id, name, health }) => ({
        key: id,
        run: go(`connections/${id}`),
        content: (
          <>
            <span className="min-w-0 flex-1 truncate">{name}</span>
            <HealthBadge health={health} />
          </>
        ),
      })),
    ...labelled
      .filter(({ label }) => label.toLowerCase().includes(search.toLowerCase()))
      .map(({ key, label, icon, run }) => ({
        key,
        run,
        content: (
          <>
            <span className="text-muted">{icon}</span>
            {label}
          </>
        ),
      })),
  ]
}

async function leave() {
  const failure = await signOut()
  if (failure === undefined) await leaveTo('/sign-in')
  else await notifyFailure(failure)
}
