/** An application under every fault that a group promises to survive: no seat is ever given twice. */
import { jsonCodec } from 'libp2p-paxos'
import { simulate } from 'libp2p-paxos/simulator'
import { type Claim, Seats } from './seats.js'

// #region simulation
const given = new Map<string, string>()

const results = await simulate<Seats, Claim>({
  codec: jsonCodec<Claim>(),
  seeds: { first: 1, count: 20 },
  start: ({ group }) => new Seats(group),
  work: async (seats, { peerId, seed, random, sleep, signal }) => {
    while (!signal.aborted) {
      await sleep(random.between(1, 500))
      const seat = random.below(50)
      const guest = `${peerId}-${random.uint32()}`
      if (!(await seats.claim(seat, guest))) continue
      const other = given.get(`${seed}: ${seat}`)
      if (other !== undefined) throw new Error(`${other} and ${guest} both got seat ${seat}`)
      given.set(`${seed}: ${seat}`, guest)
    }
  }
})
// #endregion simulation

const events = results.reduce((sum, result) => sum + result.events, 0)
console.log(`${results.length} simulated groups, ${events} events, ${given.size} seats given once`)
