import type { Page } from 'playwright-core'

/** By how many pixels the page as a whole is wider than its window, and what sticks out; empty where nothing does. */
export async function overflow(page: Page): Promise<string[]> {
  return page.evaluate<string[]>(`(() => {
    const { clientWidth, scrollWidth } = document.documentElement
    if (scrollWidth <= clientWidth) return []
    const wide = [...document.body.querySelectorAll('*')].filter((each) => each.getBoundingClientRect().right > clientWidth)
    const names = wide.slice(-3).map((each) => each.localName + ' "' + (each.textContent ?? '').trim().slice(0, 30) + '"')
    return ['wider than its window by ' + (scrollWidth - clientWidth) + ' px: ' + names.join('; ')]
  })()`)
}
