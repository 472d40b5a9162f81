'use client'

import { createContext, type ReactNode, useContext, useEffect, useState } from 'react'

const ClockContext = createContext(0)

/**
 * The time for everything below, moved on every half minute. It begins with the server's, so that the first rendering
 * in the browser says the same as the server did.
 */
export function ClockProvider({ startsAt, children }: { startsAt: number; children: ReactNode }) {
  const [now, setNow] = useState(startsAt)
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 30_000)
    return () => clearInterval(timer)
  }, [])
  return <ClockContext value={now}>{children}</ClockContext>
}

export function useNow(): number {
  return useContext(ClockContext)
}
