/** The mark and name of the product. */
export function Brand() {
  return (
    <span className="inline-flex items-center gap-2 font-semibold tracking-tight">
      <BrandMark />
      App Connections
    </span>
  )
}

export function BrandMark() {
  return (
    <svg viewBox="0 0 32 32" className="size-6 shrink-0" aria-hidden>
      <rect width="32" height="32" rx="8" className="fill-accent" />
      <path d="M11 21 21 11" className="stroke-on-accent" strokeWidth="2.5" strokeLinecap="round" />
      <circle cx="10.5" cy="21.5" r="4" className="fill-accent stroke-on-accent" strokeWidth="2.5" />
      <circle cx="21.5" cy="10.5" r="4" className="fill-on-accent stroke-on-accent" strokeWidth="2.5" />
    </svg>
  )
}
