import type { Made } from '@app-connections/schemas'

/** What ends with somebody's rights, in words: "Client secret “ci” of deploy-bot". */
export function madeInWords({ kind, name, identity }: Made): string {
  const label = name === '' ? 'Unnamed' : `“${name}”`
  switch (kind) {
    case 'client-secret':
      return `Client secret ${label} of ${identity?.name ?? 'a machine identity'}, with its tokens`
    case 'access-token':
      return `Access token ${label} of ${identity?.name ?? 'a machine identity'}`
    case 'personal-token':
      return `Program ${label}, which acts for them`
    case 'invitation':
      return `Invitation of ${name}`
    case 'webhook':
      return `Webhook to ${name}, which is switched off`
    case 'sync':
      return `Sync ${label}, which stops to run by itself`
    case 'grant':
      return `Grant to use ${name}${identity === null ? '' : `, which ${identity.name} has`}`
  }
}
