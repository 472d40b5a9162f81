import { QueryClient } from '@tanstack/react-query'

/**
 * Data that the server has read stays fresh for a moment, so that the browser does not read it again while it hydrates.
 * `patient`: a failure of the network is retried once. An answer of the service is not retried.
 */
export function createQueryClient({ patient }: { patient: boolean }): QueryClient {
  const retry = (failures: number, error: Error) => patient && !answered(error) && failures < 1
  return new QueryClient({ defaultOptions: { queries: { staleTime: 15_000, retry } } })
}

function answered(error: Error): boolean {
  return 'data' in error && error.data !== undefined
}
