/** The addresses of one database's servers, tried in turn: the current one, until it is passed over. */
export class Addresses {
  readonly #all: readonly string[]
  #at = 0

  /** At least one. */
  constructor(all: readonly string[]) {
    this.#all = all
  }

  get count(): number {
    return this.#all.length
  }

  get current(): string {
    return this.#all[this.#at] ?? ''
  }

  /** Goes on to the next, unless somebody has done so already. */
  passOver(address: string): void {
    if (address === this.current) this.#at = (this.#at + 1) % this.#all.length
  }
}
