import type { Page } from 'playwright-core'
import { beforeEach } from 'vitest'
import { keepScreenshot } from '../test/watched-page.ts'

/**
 * Makes the tests of a `describe` one story, each of which goes on where the one before it ended: once one has failed,
 * those after it say so at once instead of waiting in vain. What its page looked like then is kept as a picture.
 */
export function inOneStory(pageNow: () => Page): void {
  let failed: string | undefined
  beforeEach(({ task, onTestFailed }) => {
    if (failed !== undefined) throw new Error(`"${failed}" has failed before`)
    onTestFailed(async () => {
      failed ??= task.name
      await keepScreenshot(pageNow(), `failed/${task.suite?.name ?? ''} ${task.name}`.replaceAll(/[^\w/]+/g, '-'))
    })
  })
}
