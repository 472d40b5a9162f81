import { describe, expect, it } from 'vitest'
import { wordsOf } from '../../src/openapi/calls/words-of.ts'
import { openApiDocument } from '../../src/openapi/document.ts'
import { documentPage } from '../../src/openapi/page/page.ts'
import { exportRoute, restRoutes } from '../../src/rest/routes.ts'

const siteUrl = 'https://connections.test'
const document = openApiDocument([...restRoutes, exportRoute], { siteUrl, version: '1.2.3' })
const page = documentPage(document)

const all = (pattern: RegExp) => [...page.matchAll(pattern)].map(([, found = '']) => found)

describe('the API page', () => {
  it('has an anchor for every call and every schema, and no link that leads nowhere', () => {
    const ids = all(/ id="([^"]+)"/g)
    expect(new Set(ids).size).toBe(ids.length)
    for (const route of [...restRoutes, exportRoute]) expect(ids).toContain(wordsOf(route).operationId)
    for (const name of Object.keys(document.components.schemas)) expect(ids).toContain(`schema-${name}`)
    const links = all(/ href="([^"]+)"/g)
    expect(links.length).toBeGreaterThan(50)
    for (const link of links.filter((each) => each !== '/api/openapi.json')) expect(ids).toContain(link.slice(1))
  })

  it('loads nothing and runs nothing', () => {
    expect(page).not.toMatch(/<(?:script|link|img|iframe|object|embed|form|base)\b/i)
    expect(page).not.toMatch(/\s(?:src|style|on\w+)=/i)
    expect(page).not.toMatch(/url\(|@import/)
  })

  it('shows a curl command for every call, at this address', () => {
    const commands = all(/<code>(curl [^<]+)<\/code>/g)
    expect(commands).toHaveLength(restRoutes.length + 1)
    for (const command of commands) expect(command).toContain(siteUrl)
    expect(commands.filter((command) => command.includes('$ACCESS_TOKEN'))).toHaveLength(commands.length - 5)
  })

  it('escapes what the document says', () => {
    const marked = { ...document, info: { ...document.info, summary: '<script>alert("1")</script> & \'more\'' } }
    expect(documentPage(marked)).toContain('&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt; &amp; &#39;more&#39;')
  })
})
