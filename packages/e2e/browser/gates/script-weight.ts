import type { Page, Response } from 'playwright-core'

/** The scripts of a page, by their addresses, with the bytes of their bodies as they travelled. */
export interface ScriptWeight {
  readonly kilobytes: number
  readonly scripts: readonly { readonly url: string; readonly bytes: number; readonly encoding: string }[]
}

/** Loads a page as a first visit and weighs the scripts that it needs. `load` goes there and waits until it is quiet. */
export async function weighScripts(page: Page, load: () => Promise<unknown>): Promise<ScriptWeight> {
  const responses: Response[] = []
  page.on('response', (response) => {
    if (response.request().resourceType() === 'script') responses.push(response)
  })
  await load()
  const scripts = await Promise.all(
    responses.map(async (response) => ({
      url: new URL(response.url()).pathname,
      bytes: (await response.request().sizes()).responseBodySize,
      encoding: (await response.headerValue('content-encoding')) ?? 'none',
    })),
  )
  const total = scripts.reduce((sum, { bytes }) => sum + bytes, 0)
  return { kilobytes: total / 1_000, scripts: scripts.sort((one, other) => other.bytes - one.bytes) }
}
