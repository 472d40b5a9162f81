import { startRenderSandbox } from '@app-connections/render-sandbox'
import type { Given, Platform } from '../../../test/platform.ts'

function keyInput(apiKey: string) {
  return { method: 'api-key', credentials: { apiKey } } satisfies Given
}

/** The stand-in, with keys of two users and a list of more than one page. */
export async function startPlatform(): Promise<Platform> {
  const sandbox = await startRenderSandbox()
  const ada = 'ada@example.com'
  sandbox.addServices(
    ada,
    Array.from({ length: 205 }, (_, index) => `service-${index}`),
  )
  sandbox.addServices('grace@example.com', ['mark-one'])
  const revoked = sandbox.mintKey(ada)
  sandbox.revokeKey(revoked)
  const accepted = [ada, ada, 'grace@example.com'].map((email) => ({
    title: `a key of ${email}`,
    input: keyInput(sandbox.mintKey(email)),
    account: { email },
  }))
  return {
    variables: { RENDER_API_URL: sandbox.url },
    accepted,
    refused: [
      { title: 'a key nobody made', input: keyInput('rnd_nobody'), sentence: /^Render refused the API key/ },
      { title: 'a revoked key', input: keyInput(revoked), sentence: /^Render refused the API key/ },
    ],
    close: () => sandbox.close(),
  }
}
