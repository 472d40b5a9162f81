import type pg from 'pg'

/**
 * Short reads that turned out not to be: somebody else has a lock on their table. They wait where nobody is behind them.
 * One at a time asks, and those that come meanwhile fail with it or go on after it, so that they never need more than
 * one connection. A statement leaves the siding once it has been answered.
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
