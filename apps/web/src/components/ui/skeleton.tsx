import { clsx } from 'clsx'

/** Stands where something will be. Give it that thing's size, so that nothing moves when it comes. */
export function Skeleton({ className }: { className: string }) {
  return <span aria-hidden className={clsx('block animate-pulse rounded bg-hover', className)} />
}
