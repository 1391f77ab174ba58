import { idbPlace } from './idb-place.js'
import { storeSuite } from './store-suite.js'

storeSuite('IndexedDB store', idbPlace)
