'use client'

import type { WhoAmI } from '@app-connections/schemas'
import { LogOut } from 'lucide-react'
import Link from 'next/link'
import { DropdownMenu } from 'radix-ui'
import type { OrganizationMembership } from '@/components/organization/organization.tsx'
import { notifyFailure } from '@/components/toasts/toasts.ts'
import { MenuChoice, MenuContent, MenuHeading, menuItemStyle } from '@/components/ui/menu.tsx'
import { chooseTheme, useTheme } from '@/theme/theme.ts'
import { themes } from '@/theme/theme-names.ts'
import { AccountButton } from './account-button.tsx'
import { leaveTo, signOut } from './requests.ts'

const themeLabels = { system: 'Like the device', light: 'Light', dark: 'Dark' }

/** The account's menu, open when it first appears: who one is, other organizations, the theme, sign-out. */
export function AccountMenuOpen({ person, organization }: { person: WhoAmI; organization: OrganizationMembership }) {
  const theme = useTheme()
  const others = person.organizations.filter(({ id }) => id !== organization.id)

  async function leave() {
    const failure = await signOut()
    if (failure === undefined) await leaveTo('/sign-in')
    else await notifyFailure(failure)
  }

  return (
    <DropdownMenu.Root defaultOpen modal={false}>
      <DropdownMenu.Trigger asChild>
        <AccountButton name={person.name} />
      </DropdownMenu.Trigger>
      <MenuContent>
        <div className="px-2 py-1.5">
          <p className="truncate font-medium">{person.name}</p>
          <p className="truncate text-muted">{person.email}</p>
        </div>
        {others.length > 0 && (
          <DropdownMenu.Group>
            <MenuHeading>Other organizations</MenuHeading>
            {others.map(({ id, name, slug }) => (
              <DropdownMenu.Item key={id} asChild className={menuItemStyle}>
                <a href={`/o/${slug}/connections`}>{name}</a>
              </DropdownMenu.Item>
            ))}
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
  )
}
