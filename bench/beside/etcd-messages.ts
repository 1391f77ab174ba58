/** The few messages of etcd's API that are needed here (api/etcdserverpb/rpc.proto), as protobuf. */

const varintType = 0
const bytesType = 2

/** PutRequest { bytes key = 1; bytes value = 2 } */
export function encodePut(key: Uint8Array, value: Uint8Array): Uint8Array {
  return Buffer.concat([bytesField(1, key), bytesField(2, value)])
}

/** RangeRequest { bytes key = 1 }: one key, read linearizably. */
export function encodeGet(key: Uint8Array): Uint8Array {
  return bytesField(1, key)
}

/** What a member says of itself and its leader; 0n where it knows none. */
export interface EtcdStatus {
  readonly memberId: bigint
  readonly leader: bigint
}

/** StatusResponse { ResponseHeader header = 1 { uint64 member_id = 2 }; uint64 leader = 4 } */
export function decodeStatus(message: Uint8Array): EtcdStatus {
  const status = fieldsOf(message)
  const header = status.get(1)
  const memberId = header instanceof Uint8Array ? fieldsOf(header).get(2) : undefined
  const leader = status.get(4) ?? 0n
  if (typeof memberId !== 'bigint' || typeof leader !== 'bigint') {
    throw new Error('a status that is none')
  }
  return { memberId, leader }
}

function bytesField(field: number, bytes: Uint8Array): Buffer {
  return Buffer.concat([Buffer.from([(field << 3) | bytesType]), varint(bytes.length), bytes])
}

function varint(value: number): Buffer {
  const bytes: number[] = []
  let rest = value
  for (; rest > 0x7f; rest = Math.floor(rest / 0x80)) bytes.push((rest % 0x80) | 0x80)
  return Buffer.from([...bytes, rest])
}

function fieldsOf(message: Uint8Array): Map<number, bigint | Uint8Array> {
  const fields = new Map<number, bigint | Uint8Array>()
  let at = 0
  const next = (): bigint => {
    let value = 0n
    for (let shift = 0n; ; shift += 7n) {
      const byte = message[at]
      if (byte === undefined) throw new Error('a message that ends too early')
      at += 1
      value |= BigInt(byte & 0x7f) << shift
      if (byte < 0x80) return value
    }
  }
  while (at < message.length) {
    const tag = Number(next())
    const value = next()
    if ((tag & 7) === varintType) {
      fields.set(tag >>> 3, value)
    } else if ((tag & 7) === bytesType) {
      fields.set(tag >>> 3, message.subarray(at, at + Number(value)))
      at += Number(value)
    } else {
      throw new Error(`a field of the unknown type ${tag & 7}`)
    }
  }
  return fields
}
