import type {} from 'vitest'

/** The demo that everything here visits, with what is in it. Plain data: it travels from the set-up to the tests. */
export interface Site {
  readonly url: string
  /** The organization's name in addresses. */
  readonly slug: string
  readonly people: Readonly<
    Record<Person, { readonly email: string; readonly password: string; readonly cookie: string }>
  >
  readonly projectId: string
  /** A config set of the project. */
  readonly configSetId: string
  /** A sync of the project, and a plan of it with a row of every kind. */
  readonly syncId: string
  readonly planId: string
  readonly identityId: string
  readonly webhookId: string
  /** A grant of the identity on the healthy connection, which has a child. */
  readonly grantId: string
  /** Connections by how they are; `hidden` is of a project that the viewer is not in. */
  readonly connections: Readonly<Record<'healthy' | 'degraded' | 'broken' | 'consented' | 'hidden', string>>
  /** Links that nobody has used yet, with their tokens behind `#`. */
  readonly links: { readonly invitation: string; readonly passwordReset: string }
  readonly herokuUrl: string
  /** Two keys of one user of Render, who has services. */
  readonly renderKeys: readonly [first: string, second: string]
  /** Takes what webhooks send; answers 503 below `/broken`. */
  readonly receiverUrl: string
  /** Opens the sandbox's control endpoint. */
  readonly controlSecret: string
}

/** The admin of the organization; a viewer, who is its `member` and `viewer` in the project. */
export type Person = 'admin' | 'viewer'

declare module 'vitest' {
  interface ProvidedContext {
    site: Site
  }
}
