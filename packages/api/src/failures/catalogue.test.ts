import { globSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { errorStatus, failureCodes } from '@app-connections/schemas'
import { describe, expect, it } from 'vitest'
import { failures } from './catalogue.ts'
import { OperationError } from './operation-error.ts'
import { platformFailures } from './platform.ts'
import { publicError } from './public-error.ts'

const root = fileURLToPath(new URL('../../../../', import.meta.url))
const sources = globSync('{packages/{api,db,providers},apps/server}/src/**/*.ts', { cwd: root })
  .filter((file) => !file.endsWith('.test.ts') && !/failures\/(?:catalogue|operation-error)\.ts$/.test(file))
  .map((file) => ({ file, text: readFileSync(`${root}/${file}`, 'utf8') }))

/** The arguments of the sentences. A failure that is not named here takes none. */
const { denied, foreignOrigin, crossSite, tooManyCalls, tooManyPasswords, wrongVerb, inputTooLarge, ...others } =
  failures
const { otherApp, credentialMisfit, consentNeeded, consentNotConfigured, tooManyForOneAnswer, ...more } = others
const {
  noConsent,
  nothingToList,
  organizationNotNamed,
  projectNotEmpty,
  unknownConnectionName,
  unknownMember,
  guessablePassword,
  tooManyWebhooks,
  noGrants,
  tooManyGrants,
  tooManyProjects,
  tooManyUserCodes,
  ...further
} = more
const { wrongRouteVerb, notGranted, keysNotGranted, unusableFields, tooManySecrets, tooManySets, ...texts } = further
const { noFormIn, textNotRead, textUnclear, namedTwice, tooManyAtOnce, ...still } = texts
const { syncNameTaken, unknownSet, noConfig, setIncomplete, keysNotTaken, configTooLarge, planMoved, ...left } = still
const { planConflicts, projectHoldsSyncs, otherDestination, pathsClash, keysNotStored, rotationNotSupported, ...late } =
  left
const { noLeases, leaseScopesNotGranted, leaseTooLong, tooManyLeases, ...rest } = late
const thrown: OperationError[] = [
  ...[denied('read', 'webhooks'), foreignOrigin('https://a.test'), crossSite('https://a.test'), tooManyCalls(20)],
  ...[inputTooLarge(10), tooManyPasswords(20)],
  ...[wrongVerb(['GET', 'HEAD']), otherApp('ID', 'given', 'heroku'), credentialMisfit('heroku', 'oauth')],
  ...[
    consentNeeded('heroku', 'oauth', 'https://a.test'),
    consentNotConfigured('heroku', 'oauth'),
    tooManyForOneAnswer(10),
  ],
  ...[organizationNotNamed([{ id: 'given', name: 'given' }]), projectNotEmpty(['given'], true), tooManyWebhooks(20)],
  ...[unknownConnectionName('given', 'project'), unknownMember('there'), guessablePassword('your e-mail address')],
  ...[
    noConsent('heroku'),
    nothingToList('heroku'),
    noGrants('heroku'),
    tooManyGrants(30),
    tooManySecrets(40),
    tooManySets(60),
  ],
  ...[tooManyProjects(50), tooManyUserCodes(70)],
  rotationNotSupported('heroku', 'oauth'),
  ...[noLeases('heroku'), leaseScopesNotGranted(['a', 'b'], ['c']), leaseTooLong(90), tooManyLeases(30)],
  ...[syncNameTaken('given', 'there'), unknownSet('/', 'given', 'there'), noConfig('heroku'), setIncomplete(['KEY'])],
  ...[keysNotTaken('heroku', ['KEY']), configTooLarge('heroku', 64), planMoved('app'), planConflicts(['KEY'])],
  projectHoldsSyncs(['given'], true),
  ...[otherDestination('given', 'heroku'), pathsClash([{ key: 'KEY', paths: ['/', '/a'] }]), keysNotStored(['KEY'])],
  ...[
    wrongRouteVerb('Heroku', ['GET']),
    notGranted('noun:verb', 'this'),
    keysNotGranted('noun:verb', ['KEY']),
    unusableFields(['field']),
  ],
  ...[noFormIn('docker', ['KEY'], 1), textNotRead('dotenv', 1, 'KEY', 'given'), textUnclear(1, 'KEY')],
  ...[namedTwice('KEY', 1, 2), tooManyAtOnce(80)],
  ...Object.values(rest).map((failure) => failure('given')),
]

describe('the catalogue of failures', () => {
  it('has a sentence for each code, but for those of platforms and of inputs', () => {
    const elsewhere = Object.values(platformFailures).map(({ code }) => code)
    const codes = [...thrown.map(({ code }) => code), ...elsewhere, 'validationFailed']
    expect(codes.sort()).toEqual(Object.keys(failureCodes).sort())
    expect(Object.keys(failures).sort()).toEqual(thrown.map(({ code }) => code).sort())
  })

  it('has a sentence of its own for each, sent with the status of its error', () => {
    const sentences = thrown.map(({ message }) => message)
    expect(new Set(sentences).size).toBe(sentences.length)
    for (const failure of thrown) {
      const { body } = publicError(failure, 'req-1')
      const error = failureCodes[failure.code]
      expect(body).toMatchObject({ code: failure.code, error, statusCode: errorStatus[error] })
    }
  })

  it('has none that nothing throws', () => {
    const text = sources.map((source) => source.text.replaceAll(/^import .*$/gm, '')).join('\n')
    const unused = Object.keys(failures).filter(
      (name) => !new RegExp(`(?<!const )\\b${name}\\b(?! = failure)(?!',)`).test(text),
    )
    expect(unused).toEqual([])
  })

  it('holds every failure that a caller may see', () => {
    const elsewhere = sources.filter(({ text }) => /new OperationError\(/.test(text))
    expect(elsewhere.map(({ file }) => file)).toEqual([])
    expect(failures.unknownProject('given').hiding()).toBeInstanceOf(OperationError)
  })
})
