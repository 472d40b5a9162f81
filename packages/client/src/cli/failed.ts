/** What ends the program with a sentence and an exit code. */
export class Failed extends Error {
  readonly code: number

  constructor(message: string, code = exitCodes.failed) {
    super(message)
    this.code = code
  }
}

/** As `env`, `timeout` and their like have them, so that they are told apart from those of the command that runs. */
export const exitCodes = { usage: 2, failed: 125, notStarted: 126, notFound: 127 }
