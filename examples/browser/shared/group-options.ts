import { type MemberOptions, stringCodec } from 'libp2p-paxos'

/** How every member opens the group: faster to change its voters than one would want outside of a demonstration. */
export const groupOptions: MemberOptions<string> = {
  codec: stringCodec,
  // The server listens on this machine only: whoever holds an invite is welcome.
  admit: () => true,
  churn: { votersTarget: 5, graceMs: 300, changeIntervalMs: 500, evictAfterMs: 15_000 }
}
