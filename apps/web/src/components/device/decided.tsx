import { useEffect, useRef } from 'react'
import type { Decision } from './device-login.tsx'

const words: Readonly<Record<Decision, { title: string; text: string }>> = {
  confirmed: {
    title: 'The program is logged in',
    text: 'It goes on by itself in a moment. You can close this page; your account page lists what acts for you.',
  },
  denied: {
    title: 'The program was refused',
    text: 'It gets nothing. If you did not start it, somebody tried to act as you: nobody needs your code but yourself.',
  },
}

/** The end of it. The heading gets the focus, so that screen readers say it. */
export function Decided({ decision }: { decision: Decision }) {
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => heading.current?.focus(), [])
  const { title, text } = words[decision]
  return (
    <div className="grid gap-2">
      <h2 ref={heading} tabIndex={-1} className="text-base font-semibold outline-none">
        {title}
      </h2>
      <p className="text-muted">{text}</p>
    </div>
  )
}
