package account

import (
	"crypto/rand"
	"crypto/subtle"
	"encoding/base64"
	"errors"
	"fmt"
	"strings"

	"golang.org/x/crypto/argon2"
)

// cost is what a hash costs: OWASP's parameters for argon2id, some 30 ms of one core and 19 MiB.
type cost struct {
	time, memory uint32
	threads      uint8
}

var usual = cost{time: 2, memory: 19 << 10, threads: 1}

const (
	saltBytes = 16
	hashBytes = 32
)

var raw = base64.RawStdEncoding

// hash makes the text of a hash, as other programs write argon2id.
func hash(secret string) string {
	salt := make([]byte, saltBytes)
	_, _ = rand.Read(salt) // never fails, by its documentation
	return usual.text(secret, salt)
}

func (c cost) text(secret string, salt []byte) string {
	key := argon2.IDKey([]byte(secret), salt, c.time, c.memory, c.threads, hashBytes)
	return fmt.Sprintf("$argon2id$v=%d$m=%d,t=%d,p=%d$%s$%s", argon2.Version, c.memory, c.time, c.threads, raw.EncodeToString(salt), raw.EncodeToString(key))
}

// parsed reads the text of a hash. One that would cost far more than usual, or next to nothing, is refused.
func parsed(text string) (c cost, salt, key []byte, err error) {
	parts := strings.Split(text, "$")
	if len(parts) != 6 || parts[1] != "argon2id" || parts[2] != fmt.Sprintf("v=%d", argon2.Version) {
		return c, nil, nil, errors.New("it is no argon2id hash")
	}
	if _, err := fmt.Sscanf(parts[3], "m=%d,t=%d,p=%d", &c.memory, &c.time, &c.threads); err != nil {
		return c, nil, nil, errors.New("its parameters cannot be read")
	}
	if salt, err = raw.DecodeString(parts[4]); err == nil {
		key, err = raw.DecodeString(parts[5])
	}
	switch {
	case err != nil || len(salt) < 8 || len(key) < 16:
		return c, nil, nil, errors.New("its salt or key cannot be read")
	case c.memory < 8<<10 || c.memory > 256<<10 || c.time < 1 || c.time > 10 || c.threads < 1 || c.threads > 8:
		return c, nil, nil, errors.New("its parameters are out of bounds: m from 8192 to 262144, t up to 10, p up to 8")
	}
	return c, salt, key, nil
}

// matches tells in constant time whether a hash is that of a secret.
func matches(text, secret string) bool {
	c, salt, want, err := parsed(text)
	if err != nil {
		return false
	}
	got := argon2.IDKey([]byte(secret), salt, c.time, c.memory, c.threads, uint32(len(want))) //nolint:gosec // a key has some bytes
	return subtle.ConstantTimeCompare(got, want) == 1
}
