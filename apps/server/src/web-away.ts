import type { IncomingHttpHeaders } from 'node:http'

/** As much of a reply as the page needs: the forward's own type differs in the rest. */
interface PageReply {
  code(status: number): PageReply
  header(name: string, value: string): PageReply
  send(body: string): unknown
}

/** When a browser asks again by itself, in seconds: the web app is started again soon after it has ended. */
const askAgainSeconds = 5

/** What people see while the web app is not up; it loads nothing, since nothing else would come either. */
const page = `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>App Connections</title></head>
<body>
<h1>The pages are not up yet</h1>
<p>They come back by themselves within a minute; this page asks again every ${askAgainSeconds} seconds. Programs that call the API are not affected.</p>
</body>
</html>
`

/** Whether it is a person's browser that asks for a page, as opposed to a program or a script of a page. */
export function asksForPage({ accept }: IncomingHttpHeaders): boolean {
  return accept?.includes('text/html') ?? false
}

/** Answers a browser that asks for a page while the web app is not up: 503, and when to ask again. */
export function sendWebAway(reply: PageReply): void {
  reply
    .code(503)
    .header('retry-after', String(askAgainSeconds))
    .header('refresh', String(askAgainSeconds))
    .header('content-type', 'text/html; charset=utf-8')
    .send(page)
}
