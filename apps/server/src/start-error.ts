/** Why the server does not start, in one sentence for the operator that says what to change. */
export class StartError extends Error {
  override readonly name = 'StartError'
}
