'use client'

import { useEffect, useState } from 'react'

/** After this many milliseconds the text says how long it can take. */
const longMs = 2_500

/** Says that the platform is being asked and, after a while, how long that can take. */
export function Asking({ platform }: { platform: string }) {
  const [long, setLong] = useState(false)
  useEffect(() => {
    const timer = setTimeout(() => setLong(true), longMs)
    return () => clearTimeout(timer)
  }, [])
  return (
    <>
      <progress aria-hidden className="waiting absolute inset-x-0 top-0" />
      {long ? `${platform} is slow to answer. We wait 10 seconds at most.` : `Checking this with ${platform}.`}
    </>
  )
}
