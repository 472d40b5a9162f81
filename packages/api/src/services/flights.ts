/** Work under way in this process, by key. Callers that ask for the same key share one piece of work. */
export interface Flights {
  /** Joins the work under way by that key, or starts it. Settles as the work does. */
  join(key: string, start: () => Promise<void>): Promise<void>
  /** All work that is under way now. */
  underWay(): readonly Promise<void>[]
}

export function createFlights(): Flights {
  const flights = new Map<string, Promise<void>>()
  return {
    join(key, start) {
      const known = flights.get(key)
      if (known !== undefined) return known
      const flight = start().finally(() => flights.delete(key))
      flights.set(key, flight)
      return flight
    },
    underWay: () => [...flights.values()],
  }
}
