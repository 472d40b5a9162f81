/** The fields of a grant's form that can show messages of the service. */
export const grantFieldNames = ['subject', 'actions', 'apps', 'keys', 'usesLeft', 'changesPerDay'] as const
