import type { ErrorBody, FailureCode } from '@app-connections/schemas'

/** The service's messages about a form: those of a field, and the rest for the form as a whole. */
export interface PlacedErrors<Name extends string> {
  fields: { name: Name; message: string }[]
  rest: string[]
}

/** The field of a form that each failure is about, by the failure's code. */
export type Places<Name extends string> = Readonly<Partial<Record<FailureCode, Name>>>

/**
 * Sorts an error by the fields of a form: a 422 by the paths of its issues, any other error by its code. A message that
 * belongs to no field is kept for the form as a whole.
 */
export function placeErrors<Name extends string>(
  body: ErrorBody,
  names: readonly Name[],
  places: Places<Name>,
): PlacedErrors<Name> {
  const placed: PlacedErrors<Name> = { fields: [], rest: [] }
  const place = (name: Name | undefined, message: string) => {
    if (name === undefined) placed.rest.push(message)
    else placed.fields.push({ name, message })
  }
  if (typeof body.message === 'string') {
    const [, field] = Object.entries(places).find(([code]) => code === body.code) ?? []
    place(field, body.message)
    return placed
  }
  for (const issue of body.message) {
    const path = issue.path.join('.')
    place(
      names.find((name) => name === path),
      issue.message,
    )
  }
  return placed
}
