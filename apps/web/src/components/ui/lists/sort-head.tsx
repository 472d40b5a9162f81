import { clsx } from 'clsx'
import { ChevronDownIcon } from '../inline-icons.tsx'

interface SortHeadProps {
  children: string
  /** The direction of the column; undefined if the table is sorted by another. */
  sorted: 'asc' | 'desc' | undefined
  /** Sorts by this column, or reverses its order. */
  onSort: () => void
  className?: string
}

/** The head of a column that can sort the table. */
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
