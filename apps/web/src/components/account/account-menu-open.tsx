'use client'

import type { WhoAmI } from '@app-connections/schemas'
import { LogOut } from 'lucide-react'
import dynamic from 'next/dynamic'
import Link from 'next/link'
import { DropdownMenu } from 'radix-ui'
import { useState } from 'react'
import type { OrganizationMembership } from '@/components/organization/organization.tsx'
import { leaveTo, signOut } from '@/components/session/requests.ts'
import { notifyFailure } from '@/components/toasts/toasts.ts'
import { MenuChoice, MenuContent, MenuHeading, menuItemStyle } from '@/components/ui/overlays/menu.tsx'
import { chooseTheme, useTheme } from '@/theme/theme.ts'
import { themes } from '@/theme/theme-names.ts'
import { AccountButton } from './account-button.tsx'

const CreateOrganizationDialog = dynamic(
  () => import('./create-organization-dialog.tsx').then((module) => module.CreateOrganizationDialog),
  { ssr: false },
)

const themeLabels = { system: 'System', light: 'Light', dark: 'Dark' }

/** The account menu, open when it first appears: the account, other organizations, the theme, sign-out. */
export function AccountMenuOpen({ person, organization }: { person: WhoAmI; organization: OrganizationMembership }) {
  const theme = useTheme()
  const others = person.organizations.filter(({ id }) => id !== organization.id)
  const admin = person.organizations.some(({ role }) => role === 'admin')
  const [creating, setCreating] = useState(false)

  async function leave() {
    const failure = await signOut()
    if (failure === undefined) await leaveTo('/sign-in')
    else await notifyFailure(failure)
  }

  return (
    <>
      <DropdownMenu.Root defaultOpen modal={false}>
        <DropdownMenu.Trigger asChild>
          <AccountButton name={person.name} />
        </DropdownMenu.Trigger>
        <MenuContent>
          <div className="px-2 py-1.5">
            <p className="truncate font-medium">{person.name}</p>
            <p className="truncate text-muted">{person.email}</p>
          </div>
          {(others.length > 0 || admin) && (
            <DropdownMenu.Group>
              <MenuHeading>Other organizations</MenuHeading>
              {others.map(({ id, name, slug }) => (
                <DropdownMenu.Item key={id} asChild className={menuItemStyle}>
                  <a href={`/o/${slug}/connections`}>{name}</a>
                </DropdownMenu.Item>
              ))}
              {admin && (
                <DropdownMenu.Item className={menuItemStyle} onSelect={() => setCreating(true)}>
                  New organization
                </DropdownMenu.Item>
              )}
              <DropdownMenu.Separator className="-mx-1 my-1 h-px bg-line" />
            </DropdownMenu.Group>
          )}
          <DropdownMenu.Item asChild className={menuItemStyle}>
            <Link href={`/o/${organization.slug}/account`} prefetch={false}>
              Sessions and password
            </Link>
          </DropdownMenu.Item>
          <MenuHeading>Theme</MenuHeading>
          <DropdownMenu.RadioGroup value={theme} aria-label="Theme">
            {themes.map((each) => (
              <MenuChoice key={each} value={each} onSelect={() => chooseTheme(each)}>
                {themeLabels[each]}
              </MenuChoice>
            ))}
          </DropdownMenu.RadioGroup>
          <DropdownMenu.Separator className="-mx-1 my-1 h-px bg-line" />
          <DropdownMenu.Item className={menuItemStyle} onSelect={leave}>
            <LogOut className="size-4 text-muted" aria-hidden />
            Sign out
          </DropdownMenu.Item>
        </MenuContent>
      </DropdownMenu.Root>
      {creating && <CreateOrganizationDialog onClose={() => setCreating(false)} />}
    </>
  )
}
