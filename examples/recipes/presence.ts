import { type Group, type Lease, stringCodec } from 'libp2p-paxos'

// #region presence
/** Tells all members where this one is, for as long as it is there. */
export async function announce(
  group: Pick<Group, 'map' | 'lease'>,
  self: string,
  address: string,
  ttlMs = 10_000
): Promise<Lease> {
  const lease = await group.lease({ ttlMs })
  const present = group.map('present', { codec: stringCodec })
  await present.set(self, address, { lease })
  return lease // `release` takes it back at once; `lost` tells that it has to be set again.
}
// #endregion presence
