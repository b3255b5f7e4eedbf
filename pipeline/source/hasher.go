package source

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	stdhash "hash"
	"slices"
	"strings"
)

// hashDigits is how many hexadecimal digits a hashed cell has: 80 bits, so that two customers of a nation
// do not meet.
const hashDigits = 20

// hasher replaces texts by their keyed hash, HMAC-SHA-256.
type hasher struct {
	mac    stdhash.Hash
	digits int
	sum    []byte
	text   [2 * sha256.Size]byte
}

// newHasher has as many digits as a column is wide at most; 0 is no limit.
func newHasher(key []byte, width int) *hasher {
	h := &hasher{mac: hmac.New(sha256.New, key), digits: hashDigits}
	if width > 0 {
		h.digits = min(h.digits, width)
	}
	return h
}

// hash gives the hash of a text, valid until the next; an empty text stays empty.
func (h *hasher) hash(text []byte) []byte {
	if len(text) == 0 {
		return nil
	}
	h.mac.Reset()
	h.mac.Write(text)
	h.sum = h.mac.Sum(h.sum[:0])
	hex.Encode(h.text[:], h.sum)
	return h.text[:h.digits]
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
