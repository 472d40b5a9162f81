import type { Secret } from '@app-connections/schemas'
import { Time } from '@/components/time/time.tsx'
import { Badge } from '@/components/ui/badge.tsx'
import { Cell, NameCell, Row, Table, TableBody, TableHead, wideOnly } from '@/components/ui/lists/table.tsx'

/** Keys without their values. Each row opens its key when it is pressed anywhere. */
export function KeysTable({ secrets, onOpen }: { secrets: readonly Secret[]; onOpen: (secret: Secret) => void }) {
  return (
    <Table label="Keys">
      <TableHead>
        <th scope="col">Key</th>
        <th scope="col" className={wideOnly}>
          Value
        </th>
        <th scope="col">Changed</th>
      </TableHead>
      <TableBody>
        {secrets.map((secret) => (
          <Row key={secret.id} className="relative">
            <NameCell>
              <button
                type="button"
                className="block w-full text-left font-mono text-[0.8125rem] font-medium break-all after:absolute after:inset-0 hover:underline"
                onClick={() => onOpen(secret)}
              >
                {secret.secretKey}
              </button>
              {secret.secretComment && (
                <p className="truncate text-[0.8125rem] text-muted" title={secret.secretComment}>
                  {secret.secretComment}
                </p>
              )}
            </NameCell>
            <Cell className={`whitespace-nowrap ${wideOnly}`}>
              {secret.writeOnly ? <Badge look="plain">Write-only</Badge> : <Masked />}
            </Cell>
            <Cell className="text-right whitespace-nowrap text-muted">
              <Time at={secret.updatedAt} />
            </Cell>
          </Row>
        ))}
      </TableBody>
    </Table>
  )
}

function Masked() {
  return (
    <span className="text-muted">
      <span aria-hidden>••••••••</span>
      <span className="sr-only">Hidden</span>
    </span>
  )
}
