import { describe, expect, it } from 'vitest'
import { decodeStatus, encodeGet, encodePut } from '../../bench/beside/etcd-messages.js'

describe('messages of etcd', () => {
  it('writes keys and values of any length', () => {
    expect(Buffer.from(encodeGet(Buffer.from('ab'))).toString('hex')).toBe('0a026162')
    const put = Buffer.from(encodePut(Buffer.from('k'), new Uint8Array(300)))
    expect(put.subarray(0, 6).toString('hex')).toBe('0a016b12ac02')
    expect(put).toHaveLength(306)
  })

  it('reads who answered and who leads, whatever else is said', () => {
    // header { cluster_id: 7, member_id: 300 }, version: '3.4', dbSize: 1, leader: 300
    const status = Buffer.from('0a05080710ac021203332e34180120ac02', 'hex')
    expect(decodeStatus(status)).toEqual({ memberId: 300n, leader: 300n })
  })

  it('refuses what is none', () => {
    expect(() => decodeStatus(Buffer.from('0a05', 'hex'))).toThrow('none')
    expect(() => decodeStatus(Buffer.from('08ff', 'hex'))).toThrow('too early')
  })
})
