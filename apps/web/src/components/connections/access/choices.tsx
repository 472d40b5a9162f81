'use client'

import { type ReactNode, useId, useState } from 'react'
import { Input } from '@/components/ui/controls/input.tsx'

/** So many choices are shown without a search. */
const fewChoices = 8

/** Check-boxes of which any may be chosen, in a box that scrolls, with a search where they are many. */
export function Choices({
  label,
  options,
  chosen,
  onChoose,
  error,
  hint,
}: {
  label: string
  options: readonly { value: string; name: string; note?: string | undefined }[]
  chosen: readonly string[]
  onChoose: (chosen: string[]) => void
  error?: string | undefined
  hint?: ReactNode
}) {
  const id = useId()
  const [search, setSearch] = useState('')
  const sought = search.trim().toLowerCase()
  const matching = options.filter(({ value, name }) => `${value} ${name}`.toLowerCase().includes(sought))
  return (
    <fieldset className="grid min-w-0 gap-1.5" aria-describedby={error ? `${id}-error` : undefined}>
      <legend className="mb-1.5 flex w-full items-baseline justify-between font-medium">
        {label}
        <span className="text-xs font-normal text-muted tabular-nums">{chosen.length} chosen</span>
      </legend>
      {options.length > fewChoices && (
        <Input
          type="search"
          aria-label={`Search: ${label}`}
          placeholder="Search"
          autoComplete="off"
          spellCheck={false}
          value={search}
          onChange={(event) => setSearch(event.target.value)}
        />
      )}
      <div className="grid max-h-56 gap-x-4 overflow-y-auto rounded-md border border-line px-3 py-1.5 sm:grid-cols-2">
        {matching.map(({ value, name, note }) => (
          <label key={value} className="flex min-w-0 items-start gap-2.5 py-1">
            <input
              type="checkbox"
              className="mt-0.5 size-4 shrink-0 accent-accent"
              checked={chosen.includes(value)}
              onChange={(event) =>
                onChoose(event.target.checked ? [...chosen, value] : chosen.filter((each) => each !== value))
              }
            />
            <span className="min-w-0">
              <span className="block font-mono text-[0.8125rem]/5 break-words">{name}</span>
              {note && <span className="block text-xs text-muted">{note}</span>}
            </span>
          </label>
        ))}
        {matching.length === 0 && <p className="py-1 text-muted">Nothing matches.</p>}
      </div>
      <div aria-live="polite" className="text-[0.8125rem] empty:hidden">
        {error && (
          <p id={`${id}-error`} className="text-danger-ink">
            {error}
          </p>
        )}
      </div>
      {hint && <div className="text-[0.8125rem] text-muted">{hint}</div>}
    </fieldset>
  )
}
