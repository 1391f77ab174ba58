import { levelPlace } from './level-place.js'
import { storeSuite } from './store-suite.js'

storeSuite('level store', levelPlace)
