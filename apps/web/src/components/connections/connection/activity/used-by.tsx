import type { ConnectionActivity } from '@app-connections/schemas'
import { Time } from '@/components/time/time.tsx'
import { Cell, NameCell, Row, Table, TableBody, TableHead } from '@/components/ui/lists/table.tsx'

/** Who used a connection, and how often. */
export function UsedBy({ actors }: { actors: ConnectionActivity['actors'] }) {
  if (actors.length === 0)
    return <p className="text-muted">Not used yet. People and machines that use it will appear here.</p>
  return (
    <Table label="Used by">
      <TableHead>
        <th scope="col">Name</th>
        <th scope="col">Uses</th>
        <th scope="col">Last used</th>
      </TableHead>
      <TableBody>
        {actors.map(({ type, id, name, uses, lastUsedAt }) => (
          <Row key={`${type} ${id}`}>
            <NameCell>
              <p className="truncate font-medium">{name}</p>
              {type === 'identity' && <p className="text-[0.8125rem] text-muted">Machine identity</p>}
            </NameCell>
            <Cell className="tabular-nums">{uses}</Cell>
            <Cell className="text-muted">
              <Time at={lastUsedAt} />
            </Cell>
          </Row>
        ))}
      </TableBody>
    </Table>
  )
}
