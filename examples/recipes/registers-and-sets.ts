import { type Group, stringCodec } from 'libp2p-paxos'

/** A register is a key of a map: it is set, or set only if it is still what was read. */
export async function setCurrency(group: Pick<Group, 'map'>, currency: string): Promise<boolean> {
  // #region register
  const settings = group.map('settings', { codec: stringCodec })
  const { entry } = await settings.read('currency')
  const set = await settings.compareAndSet('currency', entry?.version ?? 0, currency)
  // #endregion register
  return set.succeeded
}

/** A set is the keys of a map. */
export async function tag(group: Pick<Group, 'map'>, name: string): Promise<string[]> {
  // #region set
  const tags = group.map('tags')
  const { succeeded: isNew } = await tags.setIfAbsent(name, new Uint8Array(0))
  if (!isNew) await tags.delete(name)
  const { entries } = await tags.scan()
  // #endregion set
  return entries.map(({ key }) => key)
}
