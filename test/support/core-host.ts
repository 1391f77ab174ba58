import type { Replica } from '../../src/core/replica.js'

/** What a host needs of a replica: a broken one need not be a whole one. */
export type Stepper = Pick<Replica, 'restore' | 'step' | 'snapshot'>
