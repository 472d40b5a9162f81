import type { BrowserContext, Page } from 'playwright-core'

/** Lets every page that is opened from now on note what moves on it. */
export async function watchLayoutShifts(context: BrowserContext): Promise<void> {
  await context.addInitScript({
    content: `
      window.layoutShifts = []
      const nameOf = (node) => node === null ? 'something gone' : node.nodeType === 3 ? nameOf(node.parentNode)
        : node.localName + (node.id ? '#' + node.id : '') + ' "' + (node.textContent ?? '').trim().slice(0, 40) + '"'
      new PerformanceObserver((list) => {
        for (const { value, hadRecentInput, sources } of list.getEntries()) {
          if (hadRecentInput) continue
          const moved = sources.map(({ node, previousRect: from, currentRect: to }) =>
            nameOf(node) + ' from ' + [from.x, from.y, from.width, from.height].map(Math.round).join(',') +
            ' to ' + [to.x, to.y, to.width, to.height].map(Math.round).join(','))
          window.layoutShifts.push({ value, moved })
        }
      }).observe({ type: 'layout-shift', buffered: true })`,
  })
}

/** What has moved on the page since it was opened, other than by the visitor's own doing: a line for each shift. */
export async function layoutShifts(page: Page): Promise<string[]> {
  const shifts = await page.evaluate<{ value: number; moved: string[] }[]>('window.layoutShifts')
  return shifts.map(({ value, moved }) => `layout shift of ${value.toFixed(4)}: ${moved.join('; ')}`)
}
