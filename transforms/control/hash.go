package control

import (
	"crypto/md5" // not for secrecy: it is the hash that every MariaDB and MySQL has in its SQL
	"encoding/binary"
	"hash/crc32"
	"math/bits"
)

// Dialect is how a source writes texts and hashes them.
type Dialect uint8

// The dialects there are.
const (
	Postgres Dialect = iota
	MariaDB
)

// hash is a row's hash, as the source's SQL computes it; for MariaDB its bits are unsigned.
func (d Dialect) hash(text []byte) uint64 {
	if d == MariaDB {
		sum := md5.Sum(text)
		return binary.BigEndian.Uint64(sum[:])
	}
	return lookup3(text)
}

// bucket is the hash bucket of a key's text.
func (d Dialect) bucket(text []byte, buckets int32) int32 {
	if d == MariaDB {
		return int32(crc32.ChecksumIEEE(text) % uint32(buckets))
	}
	return int32(lookup3(text) & uint64(buckets-1))
}

// lookup3 is PostgreSQL's hash_bytes_extended with seed 0, Bob Jenkins' lookup3, on little-endian
// machines: what hashtextextended(text, 0) returns since version 11.
func lookup3(k []byte) uint64 {
	a := 0x9e3779b9 + uint32(len(k)) + 3923095
	b, c := a, a
	for ; len(k) >= 12; k = k[12:] {
		a += binary.LittleEndian.Uint32(k)
		b += binary.LittleEndian.Uint32(k[4:])
		c += binary.LittleEndian.Uint32(k[8:])
		a, b, c = mix(a, b, c)
	}
	var rest [12]byte // the last word's lowest byte is left to the length
	n := copy(rest[:], k)
	if n > 8 {
		copy(rest[9:], k[8:])
		rest[8] = 0
	}
	a += binary.LittleEndian.Uint32(rest[:])
	b += binary.LittleEndian.Uint32(rest[4:])
	c += binary.LittleEndian.Uint32(rest[8:])
	b, c = final(a, b, c)
	return uint64(b)<<32 | uint64(c)
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
