import axe from 'axe-core'
import type { Page } from 'playwright-core'

interface Violation {
  id: string
  help: string
  nodes: { target: string[]; html: string; failureSummary: string }[]
}

/** What axe finds wrong with the page as it is now, every rule of it: what, where, and why, a line for each. */
export async function axeProblems(page: Page): Promise<string[]> {
  await page.evaluate(axe.source)
  const violations = await page.evaluate<Violation[]>('axe.run().then(({ violations }) => violations)')
  return violations.flatMap(({ id, help, nodes }) =>
    nodes.map(({ target, html, failureSummary }) => {
      const why = failureSummary.split('\n').at(1)?.trim() ?? help
      return `axe ${id}: ${target.join(' ')} (${why}) in ${html.slice(0, 160)}`
    }),
  )
}
