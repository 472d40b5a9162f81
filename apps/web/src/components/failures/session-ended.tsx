import { signInPath } from '@/address/next-path.ts'
import { Notice } from '@/components/ui/notice.tsx'

/** Shown when a call is answered 401 while a form is filled in: signing in in another tab loses nothing here. */
export function SessionEnded() {
  return (
    <Notice look="info" title="Your session has ended" announce>
      <p className="text-muted">
        What you entered is still here.{' '}
        <a
          href={signInPath('/sign-in/done')}
          target="_blank"
          rel="noreferrer"
          className="font-medium text-accent-ink underline underline-offset-2"
        >
          Sign in in a new tab
        </a>
        , then come back and try again.
      </p>
    </Notice>
  )
}
