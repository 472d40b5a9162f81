import type { Answer } from '../routes.ts'
import type { Account, Client, Scope } from '../state.ts'

const escapes: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }
const escapeHtml = (text: string): string => text.replace(/[&<>"']/g, (each) => escapes[each] ?? each)

const meanings: Record<Scope, string> = {
  global: 'everything: your account, your apps and their config vars',
  identity: 'read your account information',
  read: 'read your apps, without config vars',
  write: 'change your apps, without config vars',
  'read-protected': 'read your apps with their config vars',
  'write-protected': 'change your apps with their config vars',
}

const style = `body{font:16px/1.5 system-ui,sans-serif;background:#f4f3fb;color:#2b2640;margin:0;display:grid;place-items:center;
min-height:100vh}main{background:#fff;padding:2rem;border-radius:12px;box-shadow:0 2px 16px #2b264022;max-width:26rem}
h1{font-size:1.25rem;margin:0 0 1rem}fieldset{border:0;padding:0;margin:0 0 1rem}legend{font-weight:600;padding:0}
label{display:block;padding:.25rem 0}button{font:inherit;padding:.5rem 1.25rem;border-radius:6px;border:1px solid #5a3fa0;
background:#5a3fa0;color:#fff;cursor:pointer}button[value=deny]{background:#fff;color:#5a3fa0;margin-left:.5rem}
small{color:#5d5775;display:block;margin-top:1.5rem}`

function html(status: number, title: string, inside: string): Answer {
  const body = `<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>${escapeHtml(title)}</title><style>${style}</style></head><body><main><h1>${escapeHtml(title)}</h1>${inside}
<small>Heroku sandbox: nothing here reaches Heroku.</small></main></body></html>`
  return {
    status,
    body,
    type: 'text/html; charset=utf-8',
    headers: {
      'cache-control': 'no-store',
      'content-security-policy':
        "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; base-uri 'none'",
      'referrer-policy': 'no-referrer',
      'x-content-type-options': 'nosniff',
    },
  }
}

/** The page that asks a person whether a client may act for them, and as which of the accounts. */
export function consentPage(
  client: Client,
  scope: readonly Scope[],
  state: string | null,
  accounts: Account[],
): Answer {
  const hidden = (name: string, value: string) => `<input type="hidden" name="${name}" value="${escapeHtml(value)}">`
  const choices = accounts.map(
    ({ email, name }, index) =>
      `<label><input type="radio" name="account" value="${escapeHtml(email)}"${index === 0 ? ' checked' : ''}> ${escapeHtml(name)} (${escapeHtml(email)})</label>`,
  )
  const inside = `<form method="post" action="/oauth/authorize">
${hidden('client_id', client.id)}${hidden('scope', scope.join(' '))}${state === null ? '' : hidden('state', state)}
<fieldset><legend>Act as</legend>${choices.join('')}</fieldset>
<fieldset><legend>It may</legend><ul>${scope.map((each) => `<li>${escapeHtml(meanings[each])}</li>`).join('')}</ul></fieldset>
<button name="decision" value="allow">Allow</button><button name="decision" value="deny">Deny</button></form>`
  return html(200, `${client.name} asks for access to your Heroku account`, inside)
}

/** A page for what cannot be sent back to the client: there is no address it could be trusted to. */
export function problemPage(status: number, problem: string): Answer {
  return html(status, 'This request cannot go on', `<p>${escapeHtml(problem)}</p>`)
}
