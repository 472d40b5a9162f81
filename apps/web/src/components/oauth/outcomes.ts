import type { OAuthOutcome } from '@app-connections/schemas'

/** Where the one button of an outcome's page leads. */
type Onward = 'connection' | 'connections' | 'sign-in'

interface OutcomePage {
  title: string
  /** What happened, and what to do now. */
  sentences: readonly string[]
  onward: { to: Onward; label: string }
}

const again = { to: 'connections', label: 'Back to the connections' } as const

/** How a consent can end, in words; `signed-out` where the session was lost while the visitor was at the platform. */
export const outcomePages: Readonly<Record<OAuthOutcome | 'signed-out', OutcomePage>> = {
  created: {
    title: 'Connected',
    sentences: [
      'The consent was given, and the connection is stored. Its access renews by itself; its page says how it is.',
    ],
    onward: { to: 'connection', label: 'Open the connection' },
  },
  renamed: {
    title: 'Connected, under another name',
    sentences: [
      'Somebody took the name while you were at the platform, so the connection got a number behind it.',
      'You can rename it on its page.',
    ],
    onward: { to: 'connection', label: 'Open the connection' },
  },
  reconnected: {
    title: 'Reconnected',
    sentences: [
      'The new consent has taken the place of the old one. The connection kept its id, so nothing else changes.',
    ],
    onward: { to: 'connection', label: 'Open the connection' },
  },
  denied: {
    title: 'Nothing was connected',
    sentences: ['The consent was denied at the platform, so nothing was stored.', 'Start again if that was a mistake.'],
    onward: again,
  },
  expired: {
    title: 'That took too long',
    sentences: ['A consent must be given within ten minutes, so nothing was stored.', 'Start again.'],
    onward: again,
  },
  unknown: {
    title: 'This answer does not count',
    sentences: [
      'Each consent counts once, and this one was used already or not asked for. After a double click or a reload, the first has done its work: look into the list.',
      'If the connection is not there, start again.',
    ],
    onward: again,
  },
  foreign: {
    title: 'Started in another session',
    sentences: [
      'This consent was started by another person or in another browser, so nothing was stored.',
      'Start it here, and finish it in the same browser.',
    ],
    onward: again,
  },
  refused: {
    title: 'The platform did not accept this server',
    sentences: [
      'It refused the code that it had just given, so nothing was stored. Mostly the secret on this server is wrong.',
      'Start again; if it happens twice, an admin can test the set-up in the dialog for new connections.',
    ],
    onward: again,
  },
  unavailable: {
    title: 'The platform did not answer',
    sentences: [
      'It gave no usable answer after the consent, or this server failed, so nothing was stored.',
      'Start again in a moment: each consent counts once, so a new one is needed.',
    ],
    onward: again,
  },
  misconfigured: {
    title: 'This server is not set up right',
    sentences: [
      'The platform does not know the OAuth client that this server says it is, or the server has none any more. Nothing was stored.',
      'Its operator must correct the variables of the client; the test in the create dialog shows when they are right.',
    ],
    onward: again,
  },
  not_allowed: {
    title: 'You may not do this any more',
    sentences: [
      'Your right to it ended while you were at the platform, or the connection is gone. Nothing was stored.',
      'Ask an admin.',
    ],
    onward: again,
  },
  'signed-out': {
    title: 'Your session has ended',
    sentences: ['It ended while you were at the platform, so nothing was stored.', 'Sign in, then start again.'],
    onward: { to: 'sign-in', label: 'Sign in' },
  },
}
