package control

import (
	"hash/crc32"
	"math/bits"
	"strconv"

	"github.com/uythac/uythac/schemas"
)

// Dialect is how a source hashes rows.
type Dialect uint8

// The dialects there are.
const (
	Postgres    Dialect = iota
	PostgresHex         // a PostgreSQL database that is not in UTF-8: texts are hashed as the hexadecimal digits of their UTF-8
	MariaDB
)

// textHash is MariaDB's hash of a row's text.
func textHash(text []byte) uint64 {
	var digits [10]byte
	return uint64(crc32.ChecksumIEEE(strconv.AppendUint(digits[:0], uint64(crc32.ChecksumIEEE(text)), 10)))
}

// textBucket is MariaDB's bucket of a key's text.
func textBucket(text []byte) int32 { return int32(crc32.ChecksumIEEE(text) % schemas.Buckets) }

// hashBucket is PostgreSQL's bucket of a key's hash.
func hashBucket(h uint64) int32 { return int32(h & (schemas.Buckets - 1)) }

// start begins a hash of n bytes with a seed, as all hashes of PostgreSQL do.
func start(n int, seed uint64) (a, b, c uint32) {
	a = 0x9e3779b9 + uint32(n) + 3923095
	b, c = a, a
	if seed != 0 {
		a += uint32(seed >> 32)
		b += uint32(seed)
		a, b, c = mix(a, b, c)
	}
	return a, b, c
}

// hashNumber is PostgreSQL's hashint8extended, and timestamp_hash_extended of microseconds since 2000.
func hashNumber(v int64, seed uint64) uint64 {
	low, high := uint32(v), uint32(v>>32)
	if v < 0 {
		high = ^high
	}
	a, b, c := start(4, seed)
	b, c = final(a+(low^high), b, c)
	return uint64(b)<<32 | uint64(c)
}

// hashText is PostgreSQL's hash_bytes_extended, Bob Jenkins' lookup3, on little-endian machines: what
// hashtextextended returns since version 11 where the collation is deterministic.
func hashText[T string | []byte](k T, seed uint64) uint64 {
	a, b, c := start(len(k), seed)
	for ; len(k) >= 12; k = k[12:] {
		a += word(k, 0)
		b += word(k, 4)
		c += word(k, 8)
		a, b, c = mix(a, b, c)
	}
	switch { // the last word's lowest byte is left to the length
	case len(k) > 8:
		for i := len(k) - 1; i >= 8; i-- {
			c += uint32(k[i]) << (8 * (i - 7))
		}
		a, b = a+word(k, 0), b+word(k, 4)
	case len(k) > 4:
		for i := len(k) - 1; i >= 4; i-- {
			b += uint32(k[i]) << (8 * (i - 4))
		}
		a += word(k, 0)
	default:
		for i := range len(k) {
			a += uint32(k[i]) << (8 * i)
		}
	}
	b, c = final(a, b, c)
	return uint64(b)<<32 | uint64(c)
}

// word reads four bytes.
func word[T string | []byte](k T, at int) uint32 {
	return uint32(k[at]) | uint32(k[at+1])<<8 | uint32(k[at+2])<<16 | uint32(k[at+3])<<24
}

func mix(a, b, c uint32) (uint32, uint32, uint32) {
	a -= c
	a ^= bits.RotateLeft32(c, 4)
	c += b
	b -= a
	b ^= bits.RotateLeft32(a, 6)
	a += c
	c -= b
	c ^= bits.RotateLeft32(b, 8)
	b += a
	a -= c
	a ^= bits.RotateLeft32(c, 16)
	c += b
	b -= a
	b ^= bits.RotateLeft32(a, 19)
	a += c
	c -= b
	c ^= bits.RotateLeft32(b, 4)
	b += a
	return a, b, c
}

func final(a, b, c uint32) (uint32, uint32) {
	c ^= b
	c -= bits.RotateLeft32(b, 14)
	a ^= c
	a -= bits.RotateLeft32(c, 11)
	b ^= a
	b -= bits.RotateLeft32(a, 25)
	c ^= b
	c -= bits.RotateLeft32(b, 16)
	a ^= c
	a -= bits.RotateLeft32(c, 4)
	b ^= a
	b -= bits.RotateLeft32(a, 14)
	c ^= b
	c -= bits.RotateLeft32(b, 24)
	return b, c
}
