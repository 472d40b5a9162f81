'use client'

import { useEffect, useState } from 'react'

/** After so long somebody who waits wants to know how long it can take, in milliseconds. */
const longMs = 2_500

/** Says what is going on while a platform is asked, and, when that takes its time, how long it can take. */
export function Asking({ platform }: { platform: string }) {
  const [long, setLong] = useState(false)
  useEffect(() => {
    const timer = setTimeout(() => setLong(true), longMs)
    return () => clearTimeout(timer)
  }, [])
  return (
    <>
      <progress aria-hidden className="waiting absolute inset-x-0 top-0" />
      {long ? `${platform} takes its time: 10 seconds at most.` : `${platform} is asked whether it accepts this.`}
    </>
  )
}
