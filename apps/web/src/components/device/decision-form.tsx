import { errorOf } from '@app-connections/client'
import type { DeviceLogin, WhoAmI } from '@app-connections/schemas'
import { useEffect, useRef, useState } from 'react'
import { createBrowserClient } from '@/api/client.tsx'
import type { Failure } from '@/api/failure.ts'
import { failureOfCall } from '@/api/failure-of-call.ts'
import { FormFailure } from '@/components/failures/form-failure.tsx'
import { Time } from '@/components/time/time.tsx'
import { Button } from '@/components/ui/controls/button.tsx'
import { Field } from '@/components/ui/controls/field.tsx'
import { Select } from '@/components/ui/controls/select.tsx'
import { Notice } from '@/components/ui/notice.tsx'
import type { Decision } from './device-login.tsx'

interface DecisionFormProps {
  asking: DeviceLogin & { userCode: string }
  organizations: WhoAmI['organizations']
  onDecided: (decision: Decision) => void
  onOtherCode: () => void
}

/** Says what asks, from where, and what it could do; the visitor lets it, or does not. */
export function DecisionForm({ asking, organizations, onDecided, onOtherCode }: DecisionFormProps) {
  const [organizationId, setOrganizationId] = useState(organizations[0]?.id ?? '')
  const [busy, setBusy] = useState<Decision>()
  const [failure, setFailure] = useState<Failure & { gone: boolean }>()
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => heading.current?.focus(), [])
  const organization = organizations.find(({ id }) => id === organizationId)
  const { userCode } = asking

  async function decide(decision: Decision) {
    setBusy(decision)
    setFailure(undefined)
    const { deviceLogins } = createBrowserClient(organizationId)
    try {
      await (decision === 'confirmed' ? deviceLogins.confirm : deviceLogins.deny).mutate({ userCode })
      onDecided(decision)
    } catch (error) {
      setFailure({ ...failureOfCall(error), gone: errorOf(error)?.code === 'unknownUserCode' })
      setBusy(undefined)
    }
  }

  if (failure?.gone === true) {
    return (
      <div className="grid gap-4">
        <Notice look="danger" title="The code is over" announce>
          <p className="text-muted">It was used, or is older than 10 minutes. Let the program begin again.</p>
        </Notice>
        <Button onClick={onOtherCode}>Enter another code</Button>
      </div>
    )
  }
  return (
    <div className="grid gap-4">
      <h2 ref={heading} tabIndex={-1} className="text-base font-semibold break-words outline-none">
        {asking.name} asks to act for you
      </h2>
      <dl className="grid gap-3">
        <Said name="It shows the code">
          <span className="font-mono tracking-widest">{`${userCode.slice(0, 4)}-${userCode.slice(4)}`}</span>
        </Said>
        <Said name="It asks from">
          {asking.address}, <Time at={asking.requestedAt} />
        </Said>
        <Said name="It could">
          use the connections of {organization?.name} that you have grants of, as you, and do nothing else here
        </Said>
        <Said name="It ends">
          when you sign out of this session, when you revoke it, and after 30 days at the latest
        </Said>
      </dl>
      {organizations.length > 1 && (
        <Field label="Organization">
          {(control) => (
            <Select {...control} value={organizationId} onChange={(event) => setOrganizationId(event.target.value)}>
              {organizations.map(({ id, name }) => (
                <option key={id} value={id}>
                  {name}
                </option>
              ))}
            </Select>
          )}
        </Field>
      )}
      <p className="text-muted">
        Its name is what it calls itself. Go on only if you have just started it yourself, and it shows this very code.
      </p>
      <FormFailure failure={failure} />
      <div className="flex flex-wrap justify-end gap-2">
        <Button pending={busy === 'denied'} onClick={() => decide('denied')}>
          {busy === 'denied' ? 'Refusing…' : 'Refuse'}
        </Button>
        <Button look="primary" pending={busy === 'confirmed'} onClick={() => decide('confirmed')}>
          {busy === 'confirmed' ? 'Confirming…' : 'Let it act for me'}
        </Button>
      </div>
    </div>
  )
}

function Said({ name, children }: { name: string; children: React.ReactNode }) {
  return (
    <div className="grid gap-0.5">
      <dt className="text-[0.8125rem] text-muted">{name}</dt>
      <dd className="break-words">{children}</dd>
    </div>
  )
}
