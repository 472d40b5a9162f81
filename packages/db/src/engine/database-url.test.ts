import { describe, expect, it } from 'vitest'
import { databaseAddresses } from './database-url.ts'

describe('the addresses in DATABASE_URL', () => {
  it.each([
    ['postgres://me:pw@db.example.com/app', ['postgresql://me:pw@db.example.com:5432/app?']],
    ['POSTGRESQL://me@h:5433/app?sslmode=require', ['postgresql://me@h:5433/app?sslmode=verify-full']],
    ['postgresql://me@h/app?sslmode=no-verify', ['postgresql://me@h:5432/app?sslmode=no-verify']],
    ['postgresql://me@/app?host=/run/postgresql', ['postgresql://me@localhost:5432/app?host=%2Frun%2Fpostgresql']],
    ['postgresql:///app?host=/run/postgresql&port=5433', ['postgresql://localhost:5433/app?host=%2Frun%2Fpostgresql']],
    ['postgresql://%2Frun%2Fpostgresql/app', ['postgresql://localhost:5432/app?host=%2Frun%2Fpostgresql']],
    [
      'postgresql://me:p%40w@a,b:5433,[::1]:5434/app?target_session_attrs=read-write&application_name=x',
      [
        'postgresql://me:p%40w@a:5432/app?application_name=x',
        'postgresql://me:p%40w@b:5433/app?application_name=x',
        'postgresql://me:p%40w@[::1]:5434/app?application_name=x',
      ],
    ],
    ['postgresql://me@/app?host=a,b&port=1,2', ['postgresql://me@a:1/app?', 'postgresql://me@b:2/app?']],
    ['postgresql://me@a,b/app?port=6432', ['postgresql://me@a:6432/app?', 'postgresql://me@b:6432/app?']],
  ])('%s', (url, addresses) => {
    expect(databaseAddresses(url)).toEqual(addresses)
  })

  it.each([
    ['mysql://h/app', 'must start with postgresql://'],
    ['host=h dbname=app', 'must start with postgresql://'],
    ['"postgresql://me@h/app"', 'is in quotes: remove them'],
    ["postgresql://o'brien@corp:p#a/s?s@h/db", 'must be percent-encoded'],
    ['postgresql://me:p/w@h/db', 'must be percent-encoded'],
    ['postgresql://me:p@w@h/db', 'must be percent-encoded'],
    ['postgresql://me:100%@h/db', 'must be percent-encoded'],
    ['postgresql://me@h:x/db', 'port that is no number'],
    ['postgresql://me@h:99999/db', 'names a server'],
    ['postgresql://me@a,b/db?target_session_attrs=standby', 'takes writes'],
  ])('%s is refused by a sentence that quotes nothing of it', (url, sentence) => {
    expect(() => databaseAddresses(url)).toThrow(sentence)
  })
})
