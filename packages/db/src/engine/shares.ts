/** On whose behalf connections are borrowed, and how many of them at most. */
export interface Owner {
  readonly name: string
  readonly most: number
}

interface Held {
  readonly owner: Owner
  count: number
}

interface Waiting {
  readonly owner: Owner
  readonly go: () => void
}

/**
 * Shares so many connections among owners. One alone may have four fifths. Where others have some too, each may have
 * twice as many as are left, so two have two fifths each, and so on: whoever comes with none finds one free, however slow
 * the statements of another are. Owners that wait have their turn one after the other, whoever has waiting most. An owner
 * that has a limit of its own takes away no more than what it has.
 */
export class Shares {
  readonly #all: number
  #lent = 0
  /** What one owner may have while no other asks. */
  readonly #alone: number
  readonly #held = new Map<string, Held>()
  /** By owner, the one whose turn is next first. */
  readonly #waiting = new Map<string, Waiting[]>()

  constructor(all: number) {
    this.#all = all
    this.#alone = Math.floor((all * 4) / 5)
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
    const held = owner && this.#held.get(owner.name)
    if (held !== undefined) {
      held.count -= 1
      if (held.count === 0) this.#held.delete(held.owner.name)
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
    if (held === 0) return true
    if (this.#isShared(owner)) return held < 2 * left
    return left > 0 && held < this.#alone
  }

  /** Whether another owner without a limit of its own has some. One that waits either has some or gets the next. */
  #isShared({ name }: Owner): boolean {
    for (const { owner } of this.#held.values()) {
      if (owner.name !== name && owner.most === Number.POSITIVE_INFINITY) return true
    }
    return false
  }

  #lend(owner: Owner | undefined): void {
    this.#lent += 1
    if (owner === undefined) return
    const held = this.#held.get(owner.name)
    if (held === undefined) this.#held.set(owner.name, { owner, count: 1 })
    else held.count += 1
  }

  #heldBy({ name }: Owner): number {
    return this.#held.get(name)?.count ?? 0
  }

  #forget(waiting: Waiting): void {
    const { name } = waiting.owner
    const left = (this.#waiting.get(name) ?? []).filter((each) => each !== waiting)
    if (left.length === 0) this.#waiting.delete(name)
    else this.#waiting.set(name, left)
  }
}
