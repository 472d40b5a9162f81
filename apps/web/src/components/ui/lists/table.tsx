import { clsx } from 'clsx'
import type { ComponentProps, ReactNode } from 'react'

/** On phones these columns are hidden; a second line below the name replaces them. */
export const wideOnly = 'max-md:hidden'

const frame = 'overflow-hidden rounded-xl border border-line bg-surface shadow-raised'
const cardsFrame = `${frame} max-sm:overflow-visible max-sm:rounded-none max-sm:border-0 max-sm:bg-transparent max-sm:shadow-none`

/** `cards`: on phones the head is hidden and each row is a card; the cells lay themselves out for that. */
export function Table({ label, cards = false, children }: { label: string; cards?: boolean; children: ReactNode }) {
  return (
    <div className={cards ? cardsFrame : frame}>
      <table
        className={clsx(
          'w-full text-left',
          cards && '[&_thead_th]:px-3 [&_thead_th]:first:pl-4 max-sm:block max-sm:[&>thead]:hidden',
        )}
        aria-label={label}
      >
        {children}
      </table>
    </div>
  )
}

export function TableHead({ children }: { children: ReactNode }) {
  return (
    <thead className="border-b border-line bg-sunken text-[0.8125rem] text-muted">
      <tr className="h-9 *:px-4 *:font-medium *:whitespace-nowrap">{children}</tr>
    </thead>
  )
}

export function TableBody({ children }: { children: ReactNode }) {
  return <tbody className="divide-y divide-line">{children}</tbody>
}

export function Row({ className, ...props }: ComponentProps<'tr'>) {
  return <tr {...props} className={clsx('h-14 transition-colors hover:bg-hover/50', className)} />
}

/** The cell that names a row and takes the remaining width. */
export function NameCell({ children }: { children: ReactNode }) {
  return (
    <th scope="row" className="w-full max-w-0 px-4 py-3 align-middle font-normal">
      {children}
    </th>
  )
}

export function Cell({ className, ...props }: ComponentProps<'td'>) {
  return <td {...props} className={clsx('px-4 py-3 align-middle', className)} />
}

/** The last cell of a row, for its actions. */
export function ActionsCell({ children }: { children: ReactNode }) {
  return (
    <td className="py-3 pr-4 text-right align-middle">
      <div className="flex items-center justify-end gap-1">{children}</div>
    </td>
  )
}

export function ActionsHead() {
  return (
    <th scope="col">
      <span className="sr-only">Actions</span>
    </th>
  )
}
