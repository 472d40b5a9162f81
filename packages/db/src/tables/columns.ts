import type { ColumnType } from 'kysely'

export type Time = ColumnType<Date, Date, Date>
/**
 * Through whom something was made that gives access: who made it first, then those through whose secret or token the
 * maker acted. Of each the id, a person's or an identity's; none where the operator made it.
 */
export type Makers = ColumnType<string[], string[] | undefined, string[]>
export type CreatedAt = ColumnType<Date, Date | undefined, never>
export type Json<T> = ColumnType<T, string, string>
