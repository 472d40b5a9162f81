import type { OAuthOutcome } from '@app-connections/schemas'

/** Where the button of an outcome's page leads. */
type Onward = 'connection' | 'connections' | 'sign-in'

interface OutcomePage {
  title: string
  /** What happened, and what to do now. */
  sentences: readonly string[]
  onward: { to: Onward; label: string }
}

const again = { to: 'connections', label: 'Back to connections' } as const

/** How an authorization can end, in words; `signed-out` if the session ended while the visitor was at the platform. */
export const outcomePages: Readonly<Record<OAuthOutcome | 'signed-out', OutcomePage>> = {
  created: {
    title: 'Connected',
    sentences: ['The connection is stored. Its access is renewed automatically.'],
    onward: { to: 'connection', label: 'Open connection' },
  },
  renamed: {
    title: 'Connected, under another name',
    sentences: [
      'Someone took the name while you were away, so a number was added to it.',
      'You can rename it on its page.',
    ],
    onward: { to: 'connection', label: 'Open connection' },
  },
  reconnected: {
    title: 'Reconnected',
    sentences: ['The new authorization replaced the old one. The connection kept its id and name.'],
    onward: { to: 'connection', label: 'Open connection' },
  },
  denied: {
    title: 'Nothing was connected',
    sentences: ['You did not authorize access, so nothing was stored.', 'Start again if that was a mistake.'],
    onward: again,
  },
  expired: {
    title: 'That took too long',
    sentences: ['You have ten minutes to authorize, so nothing was stored.', 'Start again.'],
    onward: again,
  },
  unknown: {
    title: 'This link is no longer valid',
    sentences: [
      'It was already used, or was never requested here. After a double click or a reload the first attempt may have worked: check the list.',
      'If the connection is not there, start again.',
    ],
    onward: again,
  },
  foreign: {
    title: 'Started in another session',
    sentences: [
      'Another person or another browser started this, so nothing was stored.',
      'Start and finish in the same browser.',
    ],
    onward: again,
  },
  refused: {
    title: 'The platform did not accept this server',
    sentences: [
      'It refused the code it had just issued, so nothing was stored. Most likely the client secret on this server is wrong.',
      'Start again. If it happens twice, an admin can test the OAuth set-up in the settings.',
    ],
    onward: again,
  },
  unavailable: {
    title: 'The platform did not answer',
    sentences: ['It gave no usable answer, or this server failed, so nothing was stored.', 'Start again in a moment.'],
    onward: again,
  },
  misconfigured: {
    title: 'OAuth is not set up correctly',
    sentences: [
      'The platform does not know the OAuth client of this server, or the server no longer has one. Nothing was stored.',
      'Its operator must correct the variables of the client. The test in the settings shows when they are right.',
    ],
    onward: again,
  },
  not_allowed: {
    title: 'You no longer have permission',
    sentences: [
      'Your permission ended while you were away, or the connection was deleted. Nothing was stored.',
      'Ask an admin.',
    ],
    onward: again,
  },
  'signed-out': {
    title: 'Your session has ended',
    sentences: ['It ended while you were away, so nothing was stored.', 'Sign in, then start again.'],
    onward: { to: 'sign-in', label: 'Sign in' },
  },
}
