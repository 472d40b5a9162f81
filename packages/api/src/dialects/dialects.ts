import { compose } from './compose.ts'
import { docker } from './docker.ts'
import { dotenv } from './dotenv.ts'
import { github } from './github.ts'
import { next } from './next.ts'
import { shell } from './shell.ts'

/** The dialects that have one statement for a key; JSON has one object for all. */
export const dialects = { shell, dotenv, next, docker, compose, github }
