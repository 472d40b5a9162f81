import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readTarget, UnclearTarget, writeTarget } from './target.ts'

const refused: [string, string][] = [
  ['apps', 'slash'],
  ['//apps', 'empty'],
  ['/apps//config-vars', 'empty'],
  ['/apps/', 'empty'],
  ['/', 'empty'],
  ['/apps/../account', 'dots'],
  ['/apps/./shop', 'dots'],
  ['/apps/%2e%2e/account', 'dot'],
  ['/apps/.%2E/account', 'dot'],
  ['/apps/a%2Fb', 'slash'],
  ['/apps/a%2fb', 'slash'],
  ['/apps/a%5Cb', 'back-slash'],
  ['/apps/a\\b', 'encoded'],
  ['/apps/a%252Fb', 'twice'],
  ['/apps/a%25', 'twice'],
  ['/apps/%00', 'control'],
  ['/apps/a%0d%0a', 'control'],
  ['/apps/a%C2%85', 'control'],
  ['/apps/%c0%af', 'UTF-8'],
  ['/apps/%c0%ae%c0%ae/x', 'UTF-8'],
  ['/apps/%ff', 'UTF-8'],
  ['/apps/%zz', 'hexadecimal'],
  ['/apps/%', 'hexadecimal'],
  ['/apps/é', 'encoded'],
  ['/apps/a b', 'encoded'],
  ['/apps/a#b', 'encoded'],
  ['/apps/a;b', 'encoded'],
  ['/apps/a%3Bb', 'ends paths'],
  ['/apps/a%3Fb', 'ends paths'],
  ['/apps/a%23b', 'ends paths'],
  ['/apps?a=#', 'query'],
  ['/apps?a=é', 'query'],
  ['/apps?a=%0a', 'control'],
  ['/apps?a=%ff', 'UTF-8'],
  ['/apps?_method=DELETE', 'method'],
  ['/apps?x=1&%5Fmethod=DELETE', 'method'],
]

describe('the address of a request', () => {
  it.each(refused)('%s is refused, and the reason says why', (raw, word) => {
    expect(() => readTarget(raw)).toThrow(UnclearTarget)
    expect(() => readTarget(raw)).toThrow(word)
  })

  it.each([
    ['/apps', ['apps'], '/apps'],
    ['/apps/shop/dynos/web.1', ['apps', 'shop', 'dynos', 'web.1'], '/apps/shop/dynos/web.1'],
    ['/users/~/apps', ['users', '~', 'apps'], '/users/~/apps'],
    ['/users/%7E/%61pps', ['users', '~', 'apps'], '/users/~/apps'],
    ['/users/ada@example.com', ['users', 'ada@example.com'], '/users/ada%40example.com'],
    ['/users/ada%40example.com', ['users', 'ada@example.com'], '/users/ada%40example.com'],
    ['/teams/caf%C3%A9', ['teams', 'café'], '/teams/caf%C3%A9'],
    ['/pipelines?eq[name]=x', ['pipelines'], '/pipelines?eq[name]=x'],
    ['/apps?a=1?b', ['apps'], '/apps?a=1?b'],
  ])('%s is %j, sent as %s', (raw, segments, sent) => {
    const target = readTarget(raw)
    expect(target.segments).toEqual(segments)
    expect(writeTarget(target)).toBe(sent)
  })

  it('is read from what is sent as it was judged, whatever came: 2,000 paths', () => {
    const piece = fc.constantFrom(
      'a',
      'Z',
      '0',
      '.',
      '/',
      '%',
      '2',
      'e',
      'F',
      '5',
      'c',
      '\\',
      '~',
      '@',
      ';',
      '?',
      '#',
      'é',
      ' ',
      '\u0000',
    )
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 16 }), (pieces) => {
        const raw = `/${pieces.join('')}`
        let target: ReturnType<typeof readTarget>
        try {
          target = readTarget(raw)
        } catch (error) {
          return error instanceof UnclearTarget
        }
        const sent = writeTarget(target)
        expect(readTarget(sent)).toEqual(target)
        // As a URL reads it: nothing that a normalising reader would take for another address.
        expect(new URL(`http://platform.test${sent}`).pathname).toBe(sent.split('?')[0])
        return true
      }),
      { numRuns: 2_000, seed: 20_261_130 },
    )
  })
})
