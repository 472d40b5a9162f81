/** Where a forwarder listens: on the loopback address, at a port. */
export interface Place {
  readonly host: string
  readonly port: number
  /** Both as the origin of an address. */
  readonly origin: string
}

/** What a forwarder must know of a platform so that the platform's own programs work through it. */
export interface Tool {
  /** The platform's word and its name. */
  readonly app: string
  readonly name: string
  /** The variables by which its programs find a forwarder and the key it takes. */
  variables(place: Place, key: string): Readonly<Record<string, string>>
  /** Variables of the caller's that would lead its programs elsewhere. */
  readonly removed: readonly string[]
  /** Why a command cannot work through a forwarder: it calls hosts that no variable moves. Undefined where it can. */
  beyond(command: readonly string[]): string | undefined
  /** Why a path is not sent on: it belongs to another API of the platform's. Undefined where it may be sent. */
  elsewhere(path: string): string | undefined
  /** A failure of the forwarder's in the shape of the platform's. */
  failure(status: number, message: string): object
  /** Headers of answers that its programs read, besides those of every HTTP API. */
  readonly answerHeaders: readonly string[]
}
