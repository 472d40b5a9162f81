'use client'

import { useEffect, useState } from 'react'
import { SearchIcon } from '../inline-icons.tsx'
import { Input } from './input.tsx'

/** How long after the last key the search starts, in milliseconds. */
const pauseMs = 250

/** Searches while typing. `value` is the current search. */
export function SearchField({
  label,
  value,
  onSearch,
}: {
  label: string
  value: string
  onSearch: (text: string) => void
}) {
  const [text, setText] = useState(value)
  const [known, setKnown] = useState(value)
  if (value !== known) {
    // The address has changed by other means, such as Back.
    setKnown(value)
    setText(value)
  }
  useEffect(() => {
    if (text === known) return
    const timer = setTimeout(() => {
      setKnown(text)
      onSearch(text)
    }, pauseMs)
    return () => clearTimeout(timer)
  }, [text, known, onSearch])

  return (
    <div className="relative min-w-0 flex-1 basis-52">
      <SearchIcon className="pointer-events-none absolute top-2.5 left-3 size-4 text-muted" aria-hidden />
      <Input
        type="search"
        aria-label={label}
        placeholder={label}
        autoComplete="off"
        spellCheck={false}
        maxLength={64}
        className="pl-9"
        value={text}
        onChange={(event) => setText(event.target.value)}
      />
    </div>
  )
}
