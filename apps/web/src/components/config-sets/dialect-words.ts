import type { DialectName, TextName } from '@app-connections/schemas'

/** The dialects of texts, and who reads them. */
export const dialectWords: Readonly<Record<DialectName, string>> = {
  json: 'JSON: keeps everything',
  shell: 'Shell: export lines for sh and bash',
  dotenv: 'dotenv: the common .env file of Node.js',
  next: 'Next.js .env',
  docker: 'docker run --env-file',
  compose: 'Docker Compose .env',
  github: 'GitHub Actions: $GITHUB_ENV',
}

/** Those that can be read. */
export const textWords: Readonly<Record<TextName, string>> = {
  ...dialectWords,
  'config-shell': 'What a platform’s command line prints as config --shell',
}
