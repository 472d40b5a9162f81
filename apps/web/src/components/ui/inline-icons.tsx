import type { ReactNode, SVGProps } from 'react'

/*
 * The few icons of every page's first load, in the style of lucide's, which are used everywhere else: lucide's renderer would
 * add 3 kB to each first load.
 */

type IconProps = SVGProps<SVGSVGElement>

function Icon({ children, ...props }: IconProps & { children: ReactNode }) {
  return (
    <svg
      viewBox="0 0 24 24"
      width={24}
      height={24}
      fill="none"
      stroke="currentColor"
      strokeWidth={2}
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden
      {...props}
    >
      {children}
    </svg>
  )
}

export function PlusIcon(props: IconProps) {
  return (
    <Icon {...props}>
      <path d="M12 5v14M5 12h14" />
    </Icon>
  )
}

export function ChevronDownIcon(props: IconProps) {
  return (
    <Icon {...props}>
      <path d="m6 9.5 6 6 6-6" />
    </Icon>
  )
}

export function ChevronLeftIcon(props: IconProps) {
  return (
    <Icon {...props}>
      <path d="m14.5 6-6 6 6 6" />
    </Icon>
  )
}

export function ChevronsIcon(props: IconProps) {
  return (
    <Icon {...props}>
      <path d="m7.5 9 4.5-4.5L16.5 9M7.5 15l4.5 4.5 4.5-4.5" />
    </Icon>
  )
}

export function SearchIcon(props: IconProps) {
  return (
    <Icon {...props}>
      <circle cx="10.5" cy="10.5" r="6.5" />
      <path d="m20 20-4.9-4.9" />
    </Icon>
  )
}

/** Rotates while something is pending. */
export function WaitingIcon(props: IconProps) {
  return (
    <Icon {...props}>
      <path d="M20.5 12A8.5 8.5 0 1 1 12 3.5" />
    </Icon>
  )
}
