package control

import (
	"encoding/binary"
	"math/big"
	"math/bits"
)

// wide is a sum in 128 bits, two's complement: more rows than there can be do not overflow it.
type wide struct{ hi, lo uint64 }

func (w *wide) add(v int64) {
	var carry uint64
	w.lo, carry = bits.Add64(w.lo, uint64(v), 0)
	w.hi, _ = bits.Add64(w.hi, uint64(v>>63), carry)
}

func (w *wide) addUnsigned(v uint64) {
	var carry uint64
	w.lo, carry = bits.Add64(w.lo, v, 0)
	w.hi += carry
}

func (w wide) big() *big.Int {
	var b [16]byte
	binary.BigEndian.PutUint64(b[:8], w.hi)
	binary.BigEndian.PutUint64(b[8:], w.lo)
	n := new(big.Int).SetBytes(b[:])
	if int64(w.hi) < 0 {
		n.Sub(n, new(big.Int).Lsh(big.NewInt(1), 128))
	}
	return n
}
