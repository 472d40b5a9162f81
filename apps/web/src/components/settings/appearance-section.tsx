'use client'

import { clsx } from 'clsx'
import { Monitor, Moon, Sun } from 'lucide-react'
import { Section } from '@/components/ui/layout/section.tsx'
import { chooseTheme, useTheme } from '@/theme/theme.ts'
import { themes } from '@/theme/theme-names.ts'

const looks = {
  system: { label: 'System', Icon: Monitor },
  light: { label: 'Light', Icon: Sun },
  dark: { label: 'Dark', Icon: Moon },
}

/** The theme, for this browser only. */
export function AppearanceSection() {
  const chosen = useTheme()
  return (
    <Section title="Appearance" lead="Only for you, in this browser.">
      <fieldset className="flex flex-wrap gap-2">
        <legend className="sr-only">Theme</legend>
        {themes.map((theme) => {
          const { label, Icon } = looks[theme]
          return (
            <label
              key={theme}
              htmlFor={`theme-${theme}`}
              className={clsx(
                'relative flex h-9 items-center gap-2 rounded-md border px-3 font-medium transition-colors has-focus-visible:outline-2 has-focus-visible:outline-offset-2 has-focus-visible:outline-accent-ink',
                theme === chosen ? 'border-accent-ink bg-hover' : 'border-control bg-surface text-muted hover:text-ink',
              )}
            >
              <input
                id={`theme-${theme}`}
                type="radio"
                name="theme"
                className="absolute inset-0 cursor-pointer opacity-0"
                checked={theme === chosen}
                onChange={() => chooseTheme(theme)}
              />
              <Icon className="size-4" aria-hidden />
              {label}
            </label>
          )
        })}
      </fieldset>
    </Section>
  )
}
