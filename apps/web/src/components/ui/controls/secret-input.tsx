import type { ClipboardEvent, ComponentProps } from 'react'
import { Input } from './input.tsx'

type SecretInputProps = ComponentProps<'input'> & {
  /** Told after each paste, whether white space around what was pasted has been left out. */
  onPasted?: (trimmed: boolean) => void
}

/** Takes a secret. Nothing entered here is shown, kept by the browser or offered to be; white space around a paste is left out. */
export function SecretInput({ onPasted, ...props }: SecretInputProps) {
  function paste(event: ClipboardEvent<HTMLInputElement>) {
    const pasted = event.clipboardData.getData('text')
    const text = pasted.trim()
    onPasted?.(text !== pasted)
    if (text === pasted) return
    event.preventDefault()
    const input = event.currentTarget
    input.setRangeText(text, input.selectionStart ?? 0, input.selectionEnd ?? input.value.length, 'end')
    // Setting the text tells nobody; the form is to learn of it as if it had been typed.
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
