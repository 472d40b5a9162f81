import type { ComponentProps } from 'react'
import { Input } from './input.tsx'

/** Takes a secret. Nothing entered here is shown, kept by the browser or offered to be. */
export function SecretInput(props: ComponentProps<'input'>) {
  return (
    <Input
      {...props}
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
