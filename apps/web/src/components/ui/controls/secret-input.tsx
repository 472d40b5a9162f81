import type { ClipboardEvent, ComponentProps } from 'react'
import { Input } from './input.tsx'

type SecretInputProps = ComponentProps<'input'> & {
  /** Called after each paste with whether white space around the text was removed. */
  onPasted?: (trimmed: boolean) => void
}

/** A field for a secret. The browser does not show it, store it or offer to; white space around a pasted text is removed. */
export function SecretInput({ onPasted, ...props }: SecretInputProps) {
  function paste(event: ClipboardEvent<HTMLInputElement>) {
    const pasted = event.clipboardData.getData('text')
    const text = pasted.trim()
    onPasted?.(text !== pasted)
    if (text === pasted) return
    event.preventDefault()
    const input = event.currentTarget
    input.setRangeText(text, input.selectionStart ?? 0, input.selectionEnd ?? input.value.length, 'end')
    // Setting the text fires no event, so this one tells the form as if the text had been typed.
    input.dispatchEvent(new Event('input', { bubbles: true }))
  }
  return (
    <Input
      {...props}
      onPaste={paste}
      type="password"
      className="font-mono"
      autoComplete="off"
      autoCapitalize="none"
      spellCheck={false}
      data-1p-ignore
      data-lpignore="true"
    />
  )
}
