import type * as z from 'zod'

/** The fields that hold a method's secret, by their names on the wire. A field's label is the `title` of its metadata. */
export type SecretFields = Readonly<Record<string, z.ZodString>>

/** What is true of a method by which an app is connected: how its credential comes, lives and ends. */
export interface MethodFacts {
  /** Its word on the wire. */
  readonly method: string
  /** Its name for people. */
  readonly name: string
  /** What a person must know to get such a credential. */
  readonly hint: string
  /** How it comes: a caller gives the secret fields, or a person gives their consent in a browser. */
  readonly by: 'secret' | 'consent'
  /** The fields that a caller gives; a method by consent has none. */
  readonly fields: SecretFields
  /** What the operator sets on the server before a consent can be asked for; a method by secret needs nothing. */
  readonly variables: readonly string[]
  /** Whether this service renews it by itself before it ends. */
  readonly renewed: boolean
  /**
   * What becomes of it at its platform when its connection is deleted: a grant that this service obtained is withdrawn
   * always; a pasted credential only where the caller asks for that, and never where the platform offers no way.
   */
  readonly withdrawn: 'always' | 'on-request' | 'never'
  /** Whether this service can replace it by another one of the same account, and end the old one. */
  readonly rotates?: boolean
}

/** What is true of an app, without its schemas. */
export interface AppFacts {
  /** Its word on the wire and in addresses. */
  readonly app: string
  /** Its name for people. */
  readonly name: string
  /** In the order in which they are offered. */
  readonly methods: readonly MethodFacts[]
  /** The secret fields of all its methods. */
  readonly fields: SecretFields
  /**
   * What a connection reaches there, in its own words, in lower case; absent where that cannot be listed. The plural is
   * the address of the list, and `example` what the API document shows of it.
   */
  readonly resources?: {
    readonly one: string
    readonly many: string
    readonly example: { readonly id: string; readonly name: string }
  }
  /**
   * How a connection is used there, where grants allow it: a command of the platform's own tool, and a path that can be
   * read. `{resource}` stands for the name of one of its resources. Absent where connections are not used through grants.
   */
  readonly use?: { readonly command: string; readonly path: string }
  /**
   * What a credential can be that is made for somebody for a while: its scopes, the widest last, and the variable by which
   * the platform's own programs take it. Absent where none can be made.
   */
  readonly lease?: { readonly scopes: readonly string[]; readonly variable: string }
  /**
   * What a sync can set named values of there: the fields of `destinationConfig` that hold a resource's id and its name,
   * by their labels. Absent where nothing there has named values that could be set.
   */
  readonly sync?: { readonly id: IdOfDestination; readonly name: FieldOfDestination }
}

interface FieldOfDestination {
  readonly field: string
  readonly label: string
}

/** The one form of an id: two for one resource would be two resources, each with keys of its own. */
interface IdOfDestination extends FieldOfDestination {
  readonly form: RegExp
  readonly says: string
}
