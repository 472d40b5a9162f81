import { randomBytes } from 'node:crypto'
import { createServer } from 'node:http'

// A platform whose every answer is a body of as many megabytes as its argument says.

const megabytes = Number(process.argv[2])
const chunk = randomBytes(1024 * 1024)

const server = createServer((request, response) => {
  request.resume()
  response.writeHead(200, { 'content-type': 'application/octet-stream', 'content-length': megabytes * chunk.length })
  let left = megabytes
  function more(): void {
    for (; left > 0; left -= 1) {
      if (response.destroyed) return
      if (!response.write(chunk)) {
        left -= 1
        response.once('drain', more)
        return
      }
    }
    response.end()
  }
  more()
})
server.listen(0, '127.0.0.1', () => {
  const address = server.address()
  process.send?.({ type: 'ready', url: typeof address === 'object' ? `http://127.0.0.1:${address?.port}` : '' })
})
process.on('disconnect', () => process.exit(0))
