/** The id of a page's main content: the target of the skip link, and of focus whose element is gone. */
export const contentId = 'content'

/**
 * Focuses the heading of the page's content, which screen readers then read; without a heading, the content itself. Nothing
 * scrolls, because the visitor already sees the right part of the page.
 */
export function focusContent(): void {
  const content = document.getElementById(contentId)
  const heading = content?.querySelector('h1')
  if (heading) heading.tabIndex = -1
  const target = heading ?? content
  target?.focus({ preventScroll: true })
}
