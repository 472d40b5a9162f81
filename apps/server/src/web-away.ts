import type { IncomingHttpHeaders } from 'node:http'

/** The parts of a reply that the page needs. The type of the forwarded reply differs in the rest. */
interface PageReply {
  code(status: number): PageReply
  header(name: string, value: string): PageReply
  send(body: string): unknown
}

/** When a browser retries, in seconds. The supervisor restarts the web app soon after it has ended. */
const askAgainSeconds = 5

/** The page while the web app is not running. It loads nothing, because nothing else would load either. */
const page = `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>App Connections</title></head>
<body>
<h1>The pages are not up yet</h1>
<p>They come back by themselves within a minute; this page asks again every ${askAgainSeconds} seconds. Programs that call the API are not affected.</p>
</body>
</html>
`

/** Whether a person's browser asks for a page, not a program or a script. */
export function asksForPage({ accept }: IncomingHttpHeaders): boolean {
  return accept?.includes('text/html') ?? false
}

/** Answers a browser's request for a page while the web app is not running: 503, and when to retry. */
export function sendWebAway(reply: PageReply): void {
  reply
    .code(503)
    .header('retry-after', String(askAgainSeconds))
    .header('refresh', String(askAgainSeconds))
    .header('content-type', 'text/html; charset=utf-8')
    .send(page)
}
