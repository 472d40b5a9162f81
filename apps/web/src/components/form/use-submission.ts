'use client'

import { errorOf } from '@app-connections/client'
import { useState } from 'react'
import type { FieldValues, Path, UseFormReturn } from 'react-hook-form'
import { type Failure, unreachable } from '@/api/failure.ts'
import { placeErrors } from './place-errors.ts'

interface Submission<Values extends FieldValues, Parsed> {
  /** Sends what was entered. A failure it returns, or an error of the service it throws, is shown in the form. */
  send: (parsed: Parsed) => Promise<Failure | undefined>
  /** The fields at which the service's messages can stand. */
  fields: readonly Path<Values>[]
  /** The field that a 400 is about, if it is about one. */
  fieldOfBadRequest?: (message: string) => Path<Values> | undefined
}

/** Connects a form to the service: field errors go to their fields, everything else is `failure`. Nothing is lost. */
export function useSubmission<Values extends FieldValues, Parsed>(
  form: UseFormReturn<Values, unknown, Parsed>,
  { send, fields, fieldOfBadRequest = () => undefined }: Submission<Values, Parsed>,
) {
  const [failure, setFailure] = useState<Failure>()

  const submit = form.handleSubmit(async (parsed) => {
    setFailure(undefined)
    try {
      setFailure(await send(parsed))
    } catch (error) {
      const body = errorOf(error)
      if (body === undefined) return setFailure(unreachable)
      const placed = placeErrors(body, fields, fieldOfBadRequest)
      const [first, ...others] = placed.fields
      for (const { name, message } of others) form.setError(name, { message })
      if (first !== undefined) form.setError(first.name, { message: first.message }, { shouldFocus: true })
      if (placed.rest.length > 0) {
        setFailure({ message: placed.rest.join(' '), statusCode: body.statusCode, reqId: body.reqId })
      }
    }
  })

  return { submit, failure }
}
