import type { Locator, Page } from 'playwright-core'

/** More presses of Tab than any page has places to stop at. */
const mostStops = 120

/**
 * Presses Tab, as somebody without a mouse does, until focus is on `target`. Throws where it never comes there, or where
 * focus on the way cannot be seen.
 */
export async function tabTo(page: Page, target: Locator): Promise<void> {
  await target.waitFor()
  const passed: string[] = []
  for (let stop = 0; stop < mostStops; stop += 1) {
    if (await isFocused(page, target)) return
    await page.keyboard.press('Tab')
    passed.push(await seenFocus(page))
  }
  throw new Error(`Tab never comes to ${target}; it stopped at ${passed.slice(0, 40).join(' | ')}`)
}

/** What has focus. Throws where nothing shows that; a list that is drawn anew at this moment has a second for it. */
async function seenFocus(page: Page): Promise<string> {
  for (let look = 0; ; look += 1) {
    const { name, seen } = await page.evaluate<{ name: string; seen: boolean }>(focusNow)
    if (seen) return name
    if (look === 10) throw new Error(`focus on ${name} cannot be seen`)
    await page.waitForTimeout(100)
  }
}

/** Goes to something by Tab and presses Enter on it. */
export async function enter(page: Page, target: Locator): Promise<void> {
  await tabTo(page, target)
  await page.keyboard.press('Enter')
}

/** Goes to a field by Tab and puts a text there in the place of what it holds. */
export async function type(page: Page, field: Locator, text: string): Promise<void> {
  await tabTo(page, field)
  await page.keyboard.press('Control+a')
  await page.keyboard.type(text)
}

/** Within a menu: presses the arrow until focus is on an item, then Enter. */
export async function choose(page: Page, item: Locator): Promise<void> {
  await item.waitFor()
  for (let step = 0; step < mostStops && !(await isFocused(page, item)); step += 1)
    await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Enter')
}

/** Whether focus is on something, and not lost to the page as a whole. */
export async function hasFocus(page: Page): Promise<boolean> {
  return page.evaluate<boolean>('document.activeElement !== null && document.activeElement !== document.body')
}

/** Whether focus is on the main heading of the page. */
export async function headingHasFocus(page: Page): Promise<boolean> {
  return page.evaluate<boolean>("document.activeElement.matches('main h1')")
}

/** Presses Tab until a stop comes round again; gives the text of each stop on the way, in their order. */
export async function stopsOfTab(page: Page): Promise<string[]> {
  const stops: string[] = []
  for (let stop = 0; stop < mostStops; stop += 1) {
    await page.keyboard.press('Tab')
    const name = await page.evaluate<string>(`${focusNow}.name`)
    if (stops[0] === name) return stops
    stops.push(name)
  }
  throw new Error(`Tab never comes round; it stopped at ${stops.slice(0, 40).join(' | ')}`)
}

async function isFocused(page: Page, target: Locator): Promise<boolean> {
  return (await page.locator(':focus').and(target).count()) > 0
}

/** What has focus, and whether something shows it: an outline or a shadow on it, or on what holds it. */
const focusNow = `(() => {
  const element = document.activeElement
  const shows = (each) => {
    const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(each)
    return (outlineStyle !== 'none' && parseFloat(outlineWidth) > 0) || boxShadow !== 'none'
  }
  const name = element.localName + ' "' + (element.ariaLabel ?? element.textContent ?? '').trim().slice(0, 30) + '"'
  const holders = [element, element.parentElement, element.parentElement?.parentElement].filter(Boolean)
  // Behind its last stop a page hands focus to the browser, though the last one still counts as active.
  const away = !element.matches(':focus')
  return { name, seen: away || element === document.body || element.localName === 'main' || holders.some(shows) }
})()`
