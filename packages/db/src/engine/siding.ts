import type pg from 'pg'

/**
 * Reads that turned out not to be short, because another session has locked their table. They wait here, where no other
 * read is behind them. One of each statement waits at a time; those that come meanwhile fail with it or continue after
 * it, so that they never need more than one connection. A statement leaves the siding once it has been answered.
 */
export class Siding {
  readonly #pool: pg.Pool
  readonly #asking = new Map<string, Promise<unknown> | undefined>()

  constructor(pool: pg.Pool) {
    this.#pool = pool
  }

  has(text: string): boolean {
    return this.#asking.has(text)
  }

  add(text: string): void {
    if (!this.#asking.has(text)) this.#asking.set(text, undefined)
  }

  async read<Row extends object>(text: string, values: readonly unknown[]): Promise<Row[]> {
    const asking = this.#asking.get(text)
    if (asking !== undefined) await asking
    const own = this.#pool.query<Row>(text, [...values])
    if (this.#asking.has(text)) this.#asking.set(text, own)
    try {
      const { rows } = await own
      this.#asking.delete(text)
      return rows
    } catch (error) {
      if (this.#asking.get(text) === own) this.#asking.set(text, undefined)
      throw error
    }
  }
}
