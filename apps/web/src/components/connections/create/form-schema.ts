import {
  type App,
  appSchema,
  apps,
  type CreateConnectionInput,
  createConnectionSchema,
  type Method,
} from '@app-connections/schemas'
import * as z from 'zod'

/** The methods this form has fields for. */
const formMethods = ['auth-token'] as const satisfies readonly Method[]
type FormMethod = (typeof formMethods)[number]

/** What the form holds: text as entered. `projectId` is empty for the organization, `description` where there is none. */
export interface ConnectionFormValues {
  app: App
  method: FormMethod
  name: string
  description: string
  projectId: string
  credentials: { authToken: string }
}

/** The fields at which messages can stand, by the paths the service uses. */
export const connectionFields = ['name', 'description', 'projectId', 'credentials.authToken'] as const

/** The methods of an app that can be offered here, in the registry's order. */
export function methodsOffered(app: App): FormMethod[] {
  return apps[app].methods.flatMap((method) => formMethods.filter((each) => each === method))
}

/** The form before anything is entered: the first app and method that can be offered, in the scope given. */
export function emptyForm(projectId: string | null): ConnectionFormValues {
  for (const app of appSchema.options) {
    for (const method of methodsOffered(app)) {
      const text = { name: '', description: '', credentials: { authToken: '' } }
      return { app, method, projectId: projectId ?? '', ...text }
    }
  }
  throw new Error('no app has a method that this form has fields for')
}

/** The shared schema behind the form: what is empty in the form is absent on the wire. */
export const connectionFormSchema = z
  .custom<ConnectionFormValues>()
  .transform(
    ({ description, projectId, ...values }): CreateConnectionInput => ({
      ...values,
      ...(description.trim() === '' ? {} : { description }),
      ...(projectId === '' ? {} : { projectId }),
    }),
  )
  .pipe(createConnectionSchema)

/** The field that a 400 of the service is about: a taken name says so, everything else refuses the credential. */
export function fieldOfBadRequest(message: string): 'name' | 'credentials.authToken' {
  return /with the name .* already exists$/s.test(message) ? 'name' : 'credentials.authToken'
}
