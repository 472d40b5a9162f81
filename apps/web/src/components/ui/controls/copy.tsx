'use client'

import { Check, Copy } from 'lucide-react'
import { type RefObject, useEffect, useId, useRef, useState } from 'react'
import { Button } from './button.tsx'

/** How long the button says that it has copied, in milliseconds. */
const saysSoForMs = 2_000

/** A text with a button that copies it. */
export function CopyField({ label, text, lines = false }: { label: string; text: string; lines?: boolean }) {
  const id = useId()
  const shown = useRef<HTMLElement>(null)
  return (
    <div className="grid min-w-0 gap-1.5">
      <div className="flex items-center justify-between gap-2">
        <p id={id} className="font-medium">
          {label}
        </p>
        <CopyButton what={label} text={text} shown={shown} />
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a part that scrolls must be reachable by keyboard. */}
      <section aria-labelledby={id} tabIndex={0} className="overflow-x-auto rounded-md bg-hover px-3 py-2">
        <code
          ref={shown}
          className={`block font-mono text-[0.8125rem] ${lines ? 'whitespace-pre' : 'break-all whitespace-pre-wrap'}`}
        >
          {text}
        </code>
      </section>
    </div>
  )
}

function CopyButton({ what, text, shown }: { what: string; text: string; shown: RefObject<HTMLElement | null> }) {
  const [state, setState] = useState<'ready' | 'copied' | 'selected'>('ready')
  useEffect(() => {
    if (state !== 'copied') return
    const timer = setTimeout(() => setState('ready'), saysSoForMs)
    return () => clearTimeout(timer)
  }, [state])

  async function copy() {
    try {
      await navigator.clipboard.writeText(text)
      setState('copied')
    } catch {
      // Browsers give pages without https no clipboard; then the text is selected, to be copied by keyboard.
      if (shown.current) window.getSelection()?.selectAllChildren(shown.current)
      setState('selected')
    }
  }

  return (
    <Button size="small" look="quiet" onClick={copy} aria-label={state === 'ready' ? `Copy ${what}` : undefined}>
      {state === 'copied' ? <Check aria-hidden /> : <Copy aria-hidden />}
      <span aria-live="polite">{{ ready: 'Copy', copied: 'Copied', selected: 'Press Ctrl+C' }[state]}</span>
    </Button>
  )
}
