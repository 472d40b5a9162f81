import type { ColumnType } from 'kysely'

export type Time = ColumnType<Date, Date, Date>
export type CreatedAt = ColumnType<Date, Date | undefined, never>
export type Json<T> = ColumnType<T, string, string>
