package source

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	stdhash "hash"
	"slices"
	"strings"
)

// hashDigits is how many hexadecimal digits a hashed cell has, however wide its column was: 80 bits, so that
// two customers of a nation do not meet and columns of several tables can be joined.
const hashDigits = 20

// hasher replaces texts by their keyed hash, HMAC-SHA-256.
type hasher struct {
	mac  stdhash.Hash
	sum  []byte
	text [2 * sha256.Size]byte
}

func newHasher(key []byte) *hasher { return &hasher{mac: hmac.New(sha256.New, key)} }

// hash gives the hash of a text, valid until the next; an empty text stays empty.
func (h *hasher) hash(text []byte) []byte {
	if len(text) == 0 {
		return nil
	}
	h.mac.Reset()
	h.mac.Write(text)
	h.sum = h.mac.Sum(h.sum[:0])
	hex.Encode(h.text[:], h.sum)
	return h.text[:hashDigits]
}

// Hashing names which columns are hashed and with which key, without telling the key; empty: none is. What
// was read under another name cannot be compared with the source.
func (m *Moment) Hashing() string {
	columns := slices.Sorted(slices.Values(m.db.config.HMAC))
	if len(columns) == 0 {
		return ""
	}
	mac := hmac.New(sha256.New, m.db.config.Key)
	mac.Write([]byte("columns " + strings.Join(slices.Compact(columns), " ")))
	return hex.EncodeToString(mac.Sum(nil))[:hashDigits]
}

// saltOf makes the salt of witnesses from the key: the sums of a known text's hashes tell nothing without it.
func saltOf(key []byte) int64 {
	mac := hmac.New(sha256.New, key)
	mac.Write([]byte("salt of witnesses"))
	return int64(binary.LittleEndian.Uint64(mac.Sum(nil))>>1) | 1
}
