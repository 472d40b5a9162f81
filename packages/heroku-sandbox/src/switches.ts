import * as z from 'zod'

const yesOrNo = z.literal([true, false])

/**
 * Every fact about Heroku that could not be confirmed, as a switch with its possible values. The README's table says
 * what each one decides; a test holds that table to this list.
 */
export const Switches = z.strictObject({
  expiredTokenStatus: z.literal([401, 403]),
  messages: z.literal(['usual', 'other']),
  readScopesSeeAccount: yesOrNo,
  identitySeesApps: yesOrNo,
  plainScopesSeeConfigVars: yesOrNo,
  writeImpliesRead: yesOrNo,
  rateLimitsScope: z.literal(['any', 'account']),
  oauthScope: z.literal(['global', 'any']),
  authorizationTokens: z.literal(['redacted-in-lists', 'clear', 'redacted']),
  authorizationScope: z.literal(['optional', 'required']),
  directAuthorizationSeconds: z.literal([null, 31_536_000]),
  grantSeconds: z.literal([300, 30]),
  grantReuse: z.literal(['refused', 'accepted']),
  refreshTokenRotates: yesOrNo,
  refreshTokenReuse: z.literal(['accepted', 'refused', 'revokes']),
  refreshTokenSeconds: z.literal([null, 2_592_000]),
  refreshEndsOldAccessTokens: yesOrNo,
  invalidRefreshStatus: z.literal([401, 400, 403]),
  sessionNonce: z.literal(['null', 'value']),
  denialEchoesState: yesOrNo,
  passwordExpiredStatus: z.literal([403, 401]),
  verificationId: z.literal(['verification_required', 'verification_needed']),
  noopPatchReleases: yesOrNo,
  configVarsLimitKb: z.literal([64, 32]),
  addOnVars: z.literal(['refused', 'reset']),
  maskedValues: z.literal(['null', 'absent', 'clear']),
  configVarsSettings: yesOrNo,
  pendingConfigVars: z.literal(['old', 'new']),
  stageVarsRelease: yesOrNo,
  promotionCopiesConfigVars: yesOrNo,
  rangeHeaders: yesOrNo,
  retryAfter: z.literal(['absent', 'seconds']),
  idempotencyKey: z.literal(['ignored', 'honoured']),
})
export type Switches = z.output<typeof Switches>

/** What a fresh sandbox assumes: the reading of each fact that its README argues for. */
export const defaultSwitches: Switches = {
  expiredTokenStatus: 401,
  messages: 'usual',
  readScopesSeeAccount: false,
  identitySeesApps: false,
  plainScopesSeeConfigVars: false,
  writeImpliesRead: true,
  rateLimitsScope: 'any',
  oauthScope: 'global',
  authorizationTokens: 'redacted-in-lists',
  authorizationScope: 'optional',
  directAuthorizationSeconds: null,
  grantSeconds: 300,
  grantReuse: 'refused',
  refreshTokenRotates: false,
  refreshTokenReuse: 'accepted',
  refreshTokenSeconds: null,
  refreshEndsOldAccessTokens: false,
  invalidRefreshStatus: 401,
  sessionNonce: 'null',
  denialEchoesState: false,
  passwordExpiredStatus: 403,
  verificationId: 'verification_required',
  noopPatchReleases: true,
  configVarsLimitKb: 64,
  addOnVars: 'refused',
  maskedValues: 'null',
  configVarsSettings: true,
  pendingConfigVars: 'old',
  stageVarsRelease: false,
  promotionCopiesConfigVars: false,
  rangeHeaders: true,
  retryAfter: 'absent',
  idempotencyKey: 'ignored',
}

/** The switches by name with all their possible values, for tests that run under every combination they care about. */
export const switchValues = Object.entries(Switches.shape).map(([name, literal]) => ({
  name,
  values: [...literal.values],
}))
