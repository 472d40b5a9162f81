import { type FreshService, startFreshService } from './fresh-service.ts'
import { type Installation, setUpInstallation } from './installation.ts'

/** A set-up installation that is registered at its sandbox as an OAuth client. */
export interface ConsentService extends FreshService {
  readonly installation: Installation
}

/** Starts one, on a new database of the PostgreSQL at `postgresUrl`, or on PGlite for ''. */
export async function startConsentService(postgresUrl: string): Promise<ConsentService> {
  const service = await startFreshService({ postgresUrl, registered: true })
  const { server, dataDir } = service
  try {
    return { ...service, installation: await setUpInstallation({ url: server.url, origin: server.origin, dataDir }) }
  } catch (error) {
    await service.stop()
    throw error
  }
}
