import type { ConfigSet } from '@app-connections/schemas'

/** Where a config set is, as calls name it. */
export interface SetPlace {
  projectId: string
  environment: string
  secretPath: string
}

export function placeOf({ projectId, environment, secretPath }: ConfigSet): SetPlace {
  return { projectId, environment: environment.slug, secretPath }
}

/** A set in a word: its environment, and its path where that is not the top. */
export function setTitle({ environment, secretPath }: Omit<SetPlace, 'projectId'>): string {
  return secretPath === '/' ? environment : `${environment}${secretPath}`
}
