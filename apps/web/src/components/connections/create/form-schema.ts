import {
  type App,
  appSchema,
  createConnectionSchema,
  type Method,
  methodFacts,
  methodsOf,
  secretFieldNames,
} from '@app-connections/schemas'
import * as z from 'zod'
import type { Places } from '@/components/form/place-errors.ts'
import { secretFields, secretPlaces } from '../secret-places.ts'

/** What the form holds: text as entered. `projectId` is empty for the organization, `description` where there is none. */
export interface ConnectionFormValues {
  app: App
  method: Method
  name: string
  description: string
  projectId: string
  /** The secret fields of all apps by name; those that the method does not have stay empty. */
  credentials: Record<string, string>
}

type ConnectionField = Exclude<keyof ConnectionFormValues, 'credentials'> | `credentials.${string}`

/** The secret fields before anything is entered. */
export const emptyCredentials: Readonly<Record<string, string>> = Object.fromEntries(
  secretFieldNames.map((name) => [name, '']),
)

/** The fields that can show messages, by the paths the service uses. */
export function connectionFields(app: App, method: string): ConnectionField[] {
  return ['app', 'method', 'name', 'description', 'projectId', ...secretFields(app, method)]
}

/** The method that is offered first for an app. */
export function firstMethod(app: App): Method {
  const [first] = methodsOf(app)
  if (first === undefined) throw new Error(`the app ${app} has no method`)
  return first
}

/** The form before anything is entered: the first app and its first method, in the scope given. */
export function emptyForm(projectId: string | null): ConnectionFormValues {
  const [app] = appSchema.options
  if (app === undefined) throw new Error('there is no app')
  return {
    app,
    method: firstMethod(app),
    name: '',
    description: '',
    projectId: projectId ?? '',
    credentials: { ...emptyCredentials },
  }
}

/** The shared schema behind the form: what is empty in the form is absent on the wire. */
export const connectionFormSchema = z.preprocess(
  ({ app, method, name, description, projectId, credentials }: ConnectionFormValues) => ({
    app,
    method,
    name,
    ...(description.trim() === '' ? {} : { description }),
    ...(projectId === '' ? {} : { projectId }),
    // Nothing is entered where a person consents at the platform, and nothing is sent that another method asked for.
    credentials: Object.fromEntries(
      Object.keys(methodFacts(app, method)?.fields ?? {}).map((field) => [field, credentials[field] ?? '']),
    ),
  }),
  createConnectionSchema,
)

/** The fields that failures of the service are about, by code; any other failure concerns the form as a whole. */
export function connectionPlaces(app: App, method: string): Places<ConnectionField> {
  return { nameTaken: 'name', ...secretPlaces(app, method) }
}
