/** The meaning of fields whose name does not say it. */
export type FieldWords = Readonly<Record<string, string>>

/** A chapter of the document: one for each noun of the procedures in REST. */
export interface Noun {
  readonly tag: string
  readonly description: string
  /** The meaning of fields and parameters. */
  readonly fields: FieldWords
  /** An example value of each parameter. */
  readonly examples: Readonly<Record<string, unknown>>
}
