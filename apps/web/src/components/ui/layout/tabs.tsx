import { clsx } from 'clsx'
import Link from 'next/link'

/** The parts of a page that has several, each at an address of its own. On narrow screens the row scrolls. */
export function Tabs({
  label,
  tabs,
  current,
}: {
  label: string
  tabs: readonly { href: string; name: string }[]
  /** The address of the part that is shown. */
  current: string
}) {
  return (
    <nav aria-label={label} className="mb-6 overflow-x-auto border-b border-line">
      <ul className="flex gap-1">
        {tabs.map(({ href, name }) => (
          <li key={href}>
            <Link
              href={href}
              prefetch={false}
              aria-current={href === current ? 'page' : undefined}
              className={clsx(
                '-mb-px inline-flex h-10 items-center border-b-2 px-3 font-medium whitespace-nowrap -outline-offset-2 transition-colors',
                href === current ? 'border-accent-ink text-ink' : 'border-transparent text-muted hover:text-ink',
              )}
            >
              {name}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  )
}
