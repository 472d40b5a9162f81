import type { Grant } from '@app-connections/schemas'
import * as z from 'zod'

/** The action that lets the holder of a grant open leases. */
export const leaseAction = 'leases:create'

const number = z
  .string()
  .trim()
  .regex(/^\d{0,9}$/, 'Enter a whole number, or leave it empty for no limit')

/** The fields of a grant, as a form has them. */
export const grantFormSchema = z
  .object({
    /** `person:` or `identity:` and an id; an id alone is a machine identity's. */
    subject: z.string().trim().min(1, 'Choose who may use it'),
    actions: z.array(z.string()).min(1, 'Choose at least one action'),
    reach: z.enum(['all', 'some']),
    apps: z.array(z.string()),
    keys: z.string(),
    /** `keep`, `never`, `date`, or seconds from now. */
    ends: z.string(),
    date: z.string(),
    usesLeft: number,
    changesPerDay: number,
    leaseScopes: z.array(z.string()),
    maxSeconds: z.string(),
  })
  .refine(({ actions, leaseScopes }) => !actions.includes(leaseAction) || leaseScopes.length > 0, {
    path: ['leaseScopes'],
    message: 'Choose at least one scope',
  })
export type GrantFormValues = z.input<typeof grantFormSchema>

/** The form of a new grant, of a child of `parent`, or of `grant` as it is. */
export function valuesOf({
  grant,
  parent,
}: {
  grant?: Grant | undefined
  parent?: Grant | undefined
}): GrantFormValues {
  const from = grant ?? parent
  return {
    subject: grant === undefined ? '' : `${grant.subject.type}:${grant.subject.id}`,
    actions: grant?.actions ?? [],
    reach: from?.apps ? 'some' : 'all',
    apps: from?.apps?.map(({ id }) => id) ?? [],
    keys: from?.keys?.join(', ') ?? '',
    ends: from?.expiresAt ? 'keep' : grant === undefined ? `${7 * 86_400}` : 'never',
    date: '',
    usesLeft: `${grant?.usesLeft ?? ''}`,
    changesPerDay: `${grant?.changesPerDay ?? ''}`,
    leaseScopes: from?.lease?.scopes ?? [],
    maxSeconds: `${from?.lease?.maxSeconds ?? 3_600}`,
  }
}

/** The terms that a form asks for. `ofValues`: whether keys mean something for its actions. */
export function termsOf(values: GrantFormValues, { ofValues, now }: { ofValues: boolean; now: number }) {
  const keys = values.keys.split(/[\s,]+/).filter(Boolean)
  return {
    actions: values.actions,
    apps: values.reach === 'all' ? null : values.apps,
    keys: ofValues && keys.length > 0 ? keys : null,
    usesLeft: values.usesLeft === '' ? null : Number(values.usesLeft),
    changesPerDay: values.changesPerDay === '' ? null : Number(values.changesPerDay),
    lease: values.actions.includes(leaseAction)
      ? { scopes: values.leaseScopes, maxSeconds: Number(values.maxSeconds) }
      : null,
    ...(values.ends === 'keep' ? {} : { expiresAt: endOf(values, now) }),
  }
}

function endOf({ ends, date }: GrantFormValues, now: number): string | null {
  if (ends === 'never') return null
  if (ends === 'date') return `${date}T23:59:59Z`
  return new Date(now + Number(ends) * 1000).toISOString()
}

/** The terms that differ from those of a grant: what a change of it asks for. */
export function changesOf(grant: Grant, terms: ReturnType<typeof termsOf>): Partial<ReturnType<typeof termsOf>> {
  const present: Record<string, unknown> = { ...grant, apps: grant.apps?.map(({ id }) => id) ?? null }
  const same = (one: unknown, other: unknown) => JSON.stringify(sorted(one)) === JSON.stringify(sorted(other))
  return Object.fromEntries(Object.entries(terms).filter(([field, value]) => !same(value, present[field])))
}

function sorted(value: unknown): unknown {
  return Array.isArray(value) ? value.toSorted() : value
}

/** Who is to hold a grant. */
export function subjectOf(value: string): { type: 'person' | 'identity'; id: string } {
  const [type, id] = value.trim().split(':')
  return id === undefined
    ? { type: 'identity', id: `${type}` }
    : { type: type === 'person' ? 'person' : 'identity', id }
}
