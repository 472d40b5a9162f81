/** The id of a page's main content: for the link that skips to it, and where focus goes when it has no place left. */
export const contentId = 'content'

/**
 * Puts focus on the heading of the page's content, which screen readers then read; without one, on the content itself.
 * Nothing scrolls: whoever got here is looking at the top already, or at what they were looking at before.
 */
export function focusContent(): void {
  const content = document.getElementById(contentId)
  const heading = content?.querySelector('h1')
  if (heading) heading.tabIndex = -1
  const target = heading ?? content
  target?.focus({ preventScroll: true })
}
