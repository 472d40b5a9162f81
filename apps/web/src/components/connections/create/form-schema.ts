import {
  type App,
  appSchema,
  createConnectionSchema,
  isByConsent,
  type Method,
  methodsOf,
} from '@app-connections/schemas'
import * as z from 'zod'

/** What the form holds: text as entered. `projectId` is empty for the organization, `description` where there is none. */
export interface ConnectionFormValues {
  app: App
  method: Method
  name: string
  description: string
  projectId: string
  credentials: { authToken: string }
}

/** The fields at which messages can stand, by the paths the service uses. */
export const connectionFields = ['name', 'description', 'projectId', 'credentials.authToken'] as const

/** The form before anything is entered: the first app and method, in the scope given. */
export function emptyForm(projectId: string | null): ConnectionFormValues {
  for (const app of appSchema.options) {
    for (const method of methodsOf(app)) {
      const text = { name: '', description: '', credentials: { authToken: '' } }
      return { app, method, projectId: projectId ?? '', ...text }
    }
  }
  throw new Error('no app has a method')
}

/** The shared schema behind the form: what is empty in the form is absent on the wire. */
export const connectionFormSchema = z.preprocess(
  ({ app, method, name, description, projectId, credentials }: ConnectionFormValues) => ({
    app,
    method,
    name,
    ...(description.trim() === '' ? {} : { description }),
    ...(projectId === '' ? {} : { projectId }),
    // The consent is the credential there, and none is entered.
    credentials: isByConsent(app, method) ? {} : credentials,
  }),
  createConnectionSchema,
)

/**
 * The field that a 400 of the service is about: a taken name says so; everything else refuses the credential, if one was
 * entered, or concerns the whole.
 */
export function fieldOfBadRequest(
  app: App,
  method: Method,
  message: string,
): 'name' | 'credentials.authToken' | undefined {
  if (/with the name .* already exists$/s.test(message)) return 'name'
  return isByConsent(app, method) ? undefined : 'credentials.authToken'
}
