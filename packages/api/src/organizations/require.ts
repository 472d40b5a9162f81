import { OperationError } from '../failures/errors.ts'

export function organizationNotFound(id: string): OperationError {
  return new OperationError('NotFound', `Could not find organization with ID ${id}`)
}
