import type { ColumnType } from 'kysely'

export type Time = ColumnType<Date, Date, Date>
/**
 * The makers of something that gives access: the person or identity who made it, then those whose secret or token they
 * acted through, by id. Empty where the operator made it.
 */
export type Makers = ColumnType<string[], string[] | undefined, string[]>
export type CreatedAt = ColumnType<Date, Date | undefined, never>
export type Json<T> = ColumnType<T, string, string>
