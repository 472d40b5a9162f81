/** Sentences that are the same for every platform but for its name. */
export const platformSentences = {
  unusable: (platform: string) => `${platform} gave no usable answer. Try again in a moment.`,
  limited: (platform: string) => `${platform} limits the calls of this account. Try again in a minute.`,
  tooSlow: (platform: string) => `${platform} did not answer in time. Try again in a moment.`,
} as const
