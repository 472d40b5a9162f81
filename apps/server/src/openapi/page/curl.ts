import type { MediaType, OpenApiDocument, Operation, Verb } from '../schema/types.ts'

/** The command line of a call: its required inputs, with the document's examples. */
export function curlOf(document: OpenApiDocument, path: string, verb: Verb, operation: Operation): string {
  const [server] = document.servers
  const parameters = (operation.parameters ?? []).filter(({ required }) => required)
  const value = (name: string) => {
    const example = parameters.find((parameter) => parameter.name === name)?.example
    return encodeURIComponent(`${example ?? name}`)
  }
  const address = `${server?.url ?? ''}${path.replaceAll(/\{(\w+)\}/g, (_, name: string) => value(name))}`
  const query = parameters.filter((parameter) => parameter.in === 'query').map(({ name }) => `${name}=${value(name)}`)
  const [type, body] = bodyOf(operation)
  const plain = verb === 'get' || (verb === 'post' && body !== undefined)
  return [
    `curl${plain ? '' : ` -X ${verb.toUpperCase()}`} ${quoted(query.length === 0 ? address : `${address}?${query.join('&')}`)}`,
    // In double quotes, so that the shell substitutes the token.
    ...(operation.security?.length === 0 ? [] : ['-H "authorization: Bearer $ACCESS_TOKEN"']),
    ...(body === undefined ? [] : [`-H ${quoted(`content-type: ${type}`)}`]),
    ...(body?.example === undefined ? [] : [`-d ${quoted(JSON.stringify(body.example, null, 2))}`]),
  ].join(' \\\n  ')
}

function bodyOf({ requestBody }: Operation): [string, MediaType] | [] {
  const [first] = Object.entries(requestBody?.content ?? {})
  return first ?? []
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`
}
