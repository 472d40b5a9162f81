/** The addresses of one database's servers. The current one is used until it is passed over. */
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

  /** Moves on to the next address, unless another caller has done so already. */
  passOver(address: string): void {
    if (address === this.current) this.#at = (this.#at + 1) % this.#all.length
  }
}
