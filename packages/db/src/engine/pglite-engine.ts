import { PGlite } from '@electric-sql/pglite'
import { DatabaseDiedError } from './errors.ts'
import { boundedTimers } from './pglite-timers.ts'

type Exec = PGlite['execProtocolStream']

/** What PostgreSQL says when it ends a session (FATAL) or everything (PANIC). The embedded engine cannot start anew. */
const lastWords = new Set(['FATAL', 'PANIC'])

/**
 * PGlite that notices its own death. After a panic of PostgreSQL, such as a disk that is full, or a trap of WebAssembly,
 * the engine answers nothing: its next statement takes the thread and never ends. So none gets there.
 */
export class Engine extends PGlite {
  readonly #death = Promise.withResolvers<DatabaseDiedError>()
  #died: DatabaseDiedError | undefined

  constructor(dir: string) {
    super(dir, { extensions: { boundedTimers } })
  }

  /** Resolves when the engine dies. */
  get died(): Promise<DatabaseDiedError> {
    return this.#death.promise
  }

  /** Throws `DatabaseDiedError` where the engine has died, and where it dies of this message. */
  override async execProtocolStream(...call: Parameters<Exec>): ReturnType<Exec> {
    if (this.#died !== undefined) throw this.#died
    let messages: Awaited<ReturnType<Exec>>
    try {
      messages = await super.execProtocolStream(...call)
    } catch (error) {
      // What a statement does wrong is a message. What is thrown comes from the engine.
      throw this.#die(error)
    }
    const last = messages.find((message) => 'severity' in message && lastWords.has(`${message.severity}`))
    if (last !== undefined) throw this.#die(last)
    return messages
  }

  /** Flushes and closes the files. A dead engine left them as a power cut does, and PostgreSQL recovers from that. */
  override async close(): Promise<void> {
    if (this.#died === undefined) await super.close()
  }

  #die(cause: unknown): DatabaseDiedError {
    this.#died ??= new DatabaseDiedError(cause)
    this.#death.resolve(this.#died)
    return this.#died
  }
}
