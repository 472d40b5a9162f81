import { TRPCClientError } from '@trpc/client'
import { answerOf } from './answer.ts'
import type { ErrorBody, ErrorName, FailureCode, Issue } from './wire.ts'

/** What the service said of a failed call. */
export interface ServiceError extends ErrorBody {
  /** The error's name, for example `NotFound`. A later service may know more of them. */
  error: ErrorName | (string & {})
  /** Which failure it is, for example `nameTaken`: its sentence may be reworded. A later service may know more of them. */
  code: FailureCode | (string & {})
  /** The mistakes in the input, each with its path: those of status 422, otherwise none. */
  issues: Issue[]
  /** How long to wait before a repeat, where the service said so. */
  retryAfterSeconds: number | undefined
}

/**
 * What the service said of a failed call, or undefined where it said nothing (the network, an abort, another server).
 * `message` is a sentence, or for status 422 the list of issues; `reqId` finds the cause in the service's log.
 *
 * @example
 * try {
 *   await client.appConnections.create.mutate(input)
 * } catch (error) {
 *   const failure = errorOf(error)
 *   if (failure?.statusCode === 422) for (const { path, message } of failure.issues) show(path, message)
 *   else if (failure?.code === 'nameTaken') show(['name'], 'Choose another name')
 *   else throw error
 * }
 */
export function errorOf(error: unknown): ServiceError | undefined {
  if (!(error instanceof TRPCClientError)) return undefined
  const body: unknown = error.data
  if (!isErrorBody(body)) return undefined
  return {
    ...body,
    issues: typeof body.message === 'string' ? [] : body.message,
    retryAfterSeconds: answerOf(error).retryAfterSeconds,
  }
}

// By hand and not by the schema, which would bring zod into every page that reads an error. A test holds them together.

function isErrorBody(body: unknown): body is ErrorBody {
  return (
    isObject(body) &&
    typeof body.reqId === 'string' &&
    Number.isSafeInteger(body.statusCode) &&
    typeof body.error === 'string' &&
    typeof body.code === 'string' &&
    (typeof body.message === 'string' || isListOf(body.message, isIssue)) &&
    (body.details === undefined || isListOf(body.details, isDetail))
  )
}

function isIssue(issue: unknown): boolean {
  const isKey = (key: unknown) => typeof key === 'string' || Number.isFinite(key)
  return (
    isObject(issue) &&
    isListOf(issue.path, isKey) &&
    typeof issue.message === 'string' &&
    (issue.code === undefined || typeof issue.code === 'string')
  )
}

function isDetail(detail: unknown): boolean {
  return isObject(detail) && typeof detail.action === 'string' && typeof detail.subject === 'string'
}

function isListOf(list: unknown, isItem: (item: unknown) => boolean): boolean {
  return Array.isArray(list) && list.every(isItem)
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
