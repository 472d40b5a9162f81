import { QueryClient } from '@tanstack/react-query'

/**
 * What the server has read is fresh for a moment, so that the browser does not ask for it again while it hydrates.
 * `patient`: a network that failed once is tried once more. What the service has answered is final until someone asks.
 */
export function createQueryClient({ patient }: { patient: boolean }): QueryClient {
  const retry = (failures: number, error: Error) => patient && !answered(error) && failures < 1
  return new QueryClient({ defaultOptions: { queries: { staleTime: 15_000, retry } } })
}

function answered(error: Error): boolean {
  return 'data' in error && error.data !== undefined
}
