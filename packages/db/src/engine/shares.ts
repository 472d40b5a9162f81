/** On whose behalf connections are borrowed, and how many of them at most. */
export interface Owner {
  readonly name: string
  readonly most: number
}

interface Waiting {
  readonly owner: Owner
  readonly go: () => void
}

/**
 * Shares so many connections among owners. One alone may have twice as many as are left to the others, two have two
 * fifths each, and so on: whoever comes with none finds one free, however slow the statements of another are. Owners that
 * wait have their turn one after the other, whoever has waiting most. Who has no owner is counted and does not wait here.
 */
export class Shares {
  readonly #all: number
  #lent = 0
  readonly #held = new Map<string, number>()
  /** By owner, the one whose turn is next first. */
  readonly #waiting = new Map<string, Waiting[]>()

  constructor(all: number) {
    this.#all = all
  }

  get waiting(): number {
    return [...this.#waiting.values()].reduce((sum, { length }) => sum + length, 0)
  }

  /** Resolves when the owner may borrow one more, true; or after so long, in milliseconds, false. */
  async take(owner: Owner | undefined, waitMs: number): Promise<boolean> {
    if (owner === undefined || (!this.#waiting.has(owner.name) && this.#mayHaveMore(owner))) {
      this.#lend(owner)
      return true
    }
    return new Promise((resolve) => {
      const timer = setTimeout(() => {
        this.#forget(waiting)
        resolve(false)
      }, waitMs)
      const waiting: Waiting = {
        owner,
        go() {
          clearTimeout(timer)
          resolve(true)
        },
      }
      this.#waiting.set(owner.name, [...(this.#waiting.get(owner.name) ?? []), waiting])
    })
  }

  giveBack(owner: Owner | undefined): void {
    this.#lent -= 1
    if (owner !== undefined) {
      const left = this.#heldBy(owner) - 1
      if (left === 0) this.#held.delete(owner.name)
      else this.#held.set(owner.name, left)
    }
    this.#next()
  }

  #next(): void {
    for (const [name, [first, ...others]] of this.#waiting) {
      if (first === undefined || !this.#mayHaveMore(first.owner)) continue
      this.#waiting.delete(name)
      // Behind everybody else who waits.
      if (others.length > 0) this.#waiting.set(name, others)
      this.#lend(first.owner)
      first.go()
    }
  }

  #mayHaveMore(owner: Owner): boolean {
    const [held, left] = [this.#heldBy(owner), this.#all - this.#lent - 1]
    if (left < 0 || held >= owner.most) return false
    return held === 0 || held < 2 * left
  }

  #lend(owner: Owner | undefined): void {
    this.#lent += 1
    if (owner !== undefined) this.#held.set(owner.name, this.#heldBy(owner) + 1)
  }

  #heldBy({ name }: Owner): number {
    return this.#held.get(name) ?? 0
  }

  #forget(waiting: Waiting): void {
    const { name } = waiting.owner
    const left = (this.#waiting.get(name) ?? []).filter((each) => each !== waiting)
    if (left.length === 0) this.#waiting.delete(name)
    else this.#waiting.set(name, left)
  }
}
