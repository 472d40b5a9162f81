/** What each field means, where its name does not say it. */
export type FieldWords = Readonly<Record<string, string>>

/** A chapter of the document: one for each noun of the procedures that REST offers. */
export interface Noun {
  readonly tag: string
  readonly description: string
  /** Fields and parameters, in words. */
  readonly fields: FieldWords
  /** A value for each parameter. */
  readonly examples: Readonly<Record<string, unknown>>
}
