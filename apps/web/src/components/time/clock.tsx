'use client'

import { createContext, type ReactNode, useContext, useEffect, useState } from 'react'

const ClockContext = createContext(0)

/**
 * The current time for everything below, updated every half minute. It starts with the server's time, so that the first
 * render in the browser equals the server's.
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
