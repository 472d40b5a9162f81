import { clsx } from 'clsx'
import { ChevronDownIcon } from '../inline-icons.tsx'

interface SortHeadProps {
  children: string
  /** How the column is sorted now; undefined where another one is. */
  sorted: 'asc' | 'desc' | undefined
  /** Sorts by it, or turns its order round. */
  onSort: () => void
  className?: string
}

/** The head of a column by which a table can be sorted. */
export function SortHead({ children, sorted, onSort, className }: SortHeadProps) {
  return (
    <th scope="col" aria-sort={sorted && (sorted === 'asc' ? 'ascending' : 'descending')} className={className}>
      <button
        type="button"
        onClick={onSort}
        className={clsx(
          'group -mx-1.5 inline-flex h-7 items-center gap-1 rounded px-1.5 font-medium transition-colors hover:text-ink',
          sorted && 'text-ink',
        )}
      >
        {children}
        <ChevronDownIcon
          aria-hidden
          className={clsx(
            'size-3.5 transition-[opacity,rotate]',
            sorted === 'asc' && 'rotate-180',
            sorted === undefined && 'opacity-0 group-hover:opacity-50 group-focus-visible:opacity-50',
          )}
        />
      </button>
    </th>
  )
}
