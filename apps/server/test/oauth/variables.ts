import type { Sandbox } from '@app-connections/heroku-sandbox'
import { siteUrl } from '../running-server.ts'

/** The variables of a server that is registered at the sandbox as its OAuth client, and the registration itself. */
export async function oauthVariables({ url, control }: Sandbox): Promise<Record<string, string>> {
  const redirectUri = `${siteUrl}/organization/app-connections/heroku/oauth/callback`
  const client = await control.setOAuthClient({ redirectUri })
  return {
    HEROKU_API_URL: url,
    HEROKU_ID_URL: url,
    HEROKU_OAUTH_CLIENT_ID: client.id,
    HEROKU_OAUTH_CLIENT_SECRET: client.secret,
  }
}
