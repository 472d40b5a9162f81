import type { ErrorBody } from '@app-connections/schemas'

/** The service's messages about a form: those of a field, and the rest for the form as a whole. */
export interface PlacedErrors<Name extends string> {
  fields: { name: Name; message: string }[]
  rest: string[]
}

/**
 * Sorts an error by the fields of a form: 422 by the paths of its issues, 400 by `fieldOfBadRequest`, which knows which
 * field each code is about. Whatever concerns no field of the form is kept for the whole of it.
 */
export function placeErrors<Name extends string>(
  body: ErrorBody,
  names: readonly Name[],
  fieldOfBadRequest: (code: string) => Name | undefined,
): PlacedErrors<Name> {
  const placed: PlacedErrors<Name> = { fields: [], rest: [] }
  const place = (name: Name | undefined, message: string) => {
    if (name === undefined) placed.rest.push(message)
    else placed.fields.push({ name, message })
  }
  if (typeof body.message === 'string') {
    place(body.statusCode === 400 ? fieldOfBadRequest(body.code) : undefined, body.message)
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
