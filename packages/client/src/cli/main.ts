#!/usr/bin/env node
import { once } from 'node:events'
import { Failed } from './failed.ts'
import { runProgram } from './program.ts'

const say = (sentence: string) => void process.stderr.write(`app-connections: ${sentence}\n`)

try {
  const ended = await runProgram(process.argv.slice(2), {
    variables: process.env,
    write: (text) => void process.stdout.write(text),
    say,
    screen: process.stdout.isTTY === true,
    async asked() {
      await Promise.race(['SIGINT', 'SIGTERM', 'SIGHUP'].map((signal) => once(process, signal)))
    },
  })
  if ('code' in ended) process.exitCode = ended.code
  // As it ended, so that a shell sees the signal.
  else process.kill(process.pid, ended.signal)
} catch (error) {
  if (!(error instanceof Failed)) throw error
  say(error.message)
  process.exitCode = error.code
}
