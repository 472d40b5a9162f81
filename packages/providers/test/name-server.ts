import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { onTestFinished } from 'vitest'

/** A name server on this machine. It answers with the given records (A and AAAA, as bytes), or never. */
export async function startNameServer(records: { A?: Buffer[]; AAAA?: Buffer[] } | 'silent') {
  const socket = createSocket('udp4')
  let asked = 0
  socket.on('message', (query, { port, address }) => {
    asked += 1
    if (records !== 'silent') socket.send(answerTo(query, records), port, address)
  })
  socket.bind(0, '127.0.0.1')
  await once(socket, 'listening')
  onTestFinished(() => void socket.close())
  return { server: `127.0.0.1:${socket.address().port}`, asked: () => asked }
}

/** A response with the question and one answer a record (RFC 1035, 4.1). */
function answerTo(query: Buffer, records: { A?: Buffer[]; AAAA?: Buffer[] }): Buffer {
  const end = query.indexOf(0, 12) + 5
  const type = query.readUInt16BE(end - 4)
  const found = (type === 1 ? records.A : type === 28 ? records.AAAA : undefined) ?? []
  const head = Buffer.from(query.subarray(0, 12))
  head.writeUInt16BE(0x8180, 2)
  head.writeUInt16BE(found.length, 6)
  head.writeUInt16BE(0, 10)
  const answers = found.map((data) => {
    // The name is that of the question, at byte 12; the class is IN, the life 60 s.
    const record = Buffer.from([0xc0, 0x0c, 0, type, 0, 1, 0, 0, 0, 60, 0, data.length])
    return Buffer.concat([record, data])
  })
  return Buffer.concat([head, query.subarray(12, end), ...answers])
}
