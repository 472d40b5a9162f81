import type { Noun } from './noun.ts'

export const deviceLogins = {
  tag: 'Logins of people',
  description: 'How a program gets a personal token of whoever uses it.',
  fields: {
    access_token: 'What goes into the header Authorization.',
    client_id: 'What the program calls itself; the person sees it.',
    device_code: 'What the program polls with. It is shown to nobody.',
    expires_in: 'Seconds until it ends.',
    grant_type: 'As OAuth has it; may be absent.',
    host: 'The machine that the program runs on; the person sees it.',
    interval: 'Seconds between two polls.',
    organization: 'Where the token works.',
    person: 'For whom it acts.',
    token_type: 'The scheme of the header Authorization.',
    user_code: 'What the person confirms.',
    verification_uri: 'The page where the person enters the user code.',
    verification_uri_complete: 'The same page with the code filled in.',
  },
  examples: {},
} satisfies Noun
