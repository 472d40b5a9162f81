import { readConfig } from './config.ts'
import { type Sandbox, startSandbox } from './sandbox.ts'

const say = (line: string) => process.stdout.write(`${line}\n`)

function fail(lines: string[]): never {
  process.stderr.write(`${lines.join('\n')}\n`)
  process.exit(1)
}

function explain(error: unknown, host: string, port: number): string {
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  if (code === 'EADDRINUSE') return `Port ${port} is in use: stop what uses it, or set SANDBOX_PORT to another.`
  if (code === 'EACCES') return `Port ${port} may not be used by this user: set SANDBOX_PORT to one above 1023.`
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND')
    return `This machine has no address ${host}: correct SANDBOX_HOST.`
  return error instanceof Error ? error.message : 'The sandbox could not start.'
}

async function introduce(sandbox: Sandbox): Promise<void> {
  say(`Heroku sandbox: ${sandbox.url} (Platform API and identity service)`)
  if (!process.stdout.isTTY) return
  const tokens = await sandbox.control.readyTokens()
  const client = await sandbox.control.oauthClient()
  say('\nTokens to try:')
  for (const each of tokens.slice(0, 9))
    say(`  ${each.account.padEnd(17)}  ${each.scope.join(' ').padEnd(15)}  ${each.token}`)
  say(`\nOAuth client: id ${client.id}, secret ${client.secret}, callback ${client.redirectUri}`)
  const accept = 'accept: application/vnd.heroku+json; version=3'
  say(`\ncurl -H '${accept}' -H 'authorization: Bearer ${tokens[0]?.token ?? ''}' ${sandbox.url}/account`)
}

const config = readConfig(process.env)
if (config.options === undefined) fail(['The sandbox cannot start:', ...config.mistakes.map((each) => `  ${each}`)])
const { options } = config

let sandbox: Sandbox
try {
  sandbox = await startSandbox(options)
} catch (error) {
  fail([explain(error, options.host, options.port)])
}

let stopping = false
const stop = () => {
  if (stopping) return
  stopping = true
  sandbox.close().then(
    () => process.exit(0),
    (error: unknown) => fail([`The sandbox could not save its state: ${error instanceof Error ? error.message : ''}`]),
  )
}
process.on('SIGTERM', stop)
process.on('SIGINT', stop)
// A child of a supervisor ends with it, also when the supervisor was killed.
process.on('disconnect', stop)

await introduce(sandbox)
process.send?.({ type: 'ready', url: sandbox.url })
