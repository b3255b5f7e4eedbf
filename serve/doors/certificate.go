package doors

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/sha256"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/hex"
	"encoding/pem"
	"errors"
	"fmt"
	"math/big"
	"net"
	"os"
	"sync"
	"time"
)

// certificate is read from its files, and read again when they have changed: who renews it need not restart anything.
type certificate struct {
	crt, key string

	mu     sync.Mutex
	looked time.Time
	stamp  [2]time.Time
	have   *tls.Certificate
}

// reread is how often the files are looked at.
const reread = 10 * time.Second

// get is for tls.Config. Files that cannot be read while there is a certificate leave that one.
func (c *certificate) get(*tls.ClientHelloInfo) (*tls.Certificate, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.have != nil && time.Since(c.looked) < reread {
		return c.have, nil
	}
	c.looked = time.Now()
	var stamp [2]time.Time
	for i, f := range []string{c.crt, c.key} {
		if info, err := os.Stat(f); err == nil {
			stamp[i] = info.ModTime()
		}
	}
	if c.have != nil && stamp == c.stamp {
		return c.have, nil
	}
	pair, err := tls.LoadX509KeyPair(c.crt, c.key)
	if err != nil {
		if c.have != nil {
			return c.have, nil // the one before is better than none
		}
		return nil, fmt.Errorf("certificate: %w\n  → serve.certificate and serve.key name a certificate and its key, in PEM", err)
	}
	c.have, c.stamp = &pair, stamp
	return c.have, nil
}

// config is TLS as it is done here.
func (c *certificate) config() *tls.Config {
	return &tls.Config{GetCertificate: c.get, MinVersion: tls.VersionTLS12}
}

const (
	goodFor = 365 * 24 * time.Hour
	renew   = 30 * 24 * time.Hour // before it ends
)

// selfMade makes sure that there is a certificate made here that is good for some hosts, and tells its fingerprint.
func selfMade(crt, key string, hosts []string, now time.Time) (fingerprint string, err error) {
	if pair, err := tls.LoadX509KeyPair(crt, key); err == nil {
		leaf, err := x509.ParseCertificate(pair.Certificate[0])
		if err == nil && now.Add(renew).Before(leaf.NotAfter) && covers(leaf, hosts) {
			return fingerprintOf(leaf.Raw), nil
		}
	}
	private, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return "", err
	}
	serial, err := rand.Int(rand.Reader, new(big.Int).Lsh(big.NewInt(1), 120))
	if err != nil {
		return "", err
	}
	template := x509.Certificate{SerialNumber: serial, Subject: pkix.Name{CommonName: "uythac"}, NotBefore: now.Add(-time.Hour), NotAfter: now.Add(goodFor),
		KeyUsage: x509.KeyUsageDigitalSignature | x509.KeyUsageCertSign, ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth}, BasicConstraintsValid: true, IsCA: true}
	if name, err := os.Hostname(); err == nil {
		hosts = append(hosts, name)
	}
	for _, h := range hosts {
		if ip := net.ParseIP(h); ip != nil {
			template.IPAddresses = append(template.IPAddresses, ip)
		} else {
			template.DNSNames = append(template.DNSNames, h)
		}
	}
	raw, err := x509.CreateCertificate(rand.Reader, &template, &template, &private.PublicKey, private)
	if err != nil {
		return "", err
	}
	secret, err := x509.MarshalECPrivateKey(private)
	if err != nil {
		return "", err
	}
	err = errors.Join(writePEM(key, "EC PRIVATE KEY", secret, 0o600), writePEM(crt, "CERTIFICATE", raw, 0o644))
	return fingerprintOf(raw), err
}

// covers tells whether a certificate is good for hosts.
func covers(leaf *x509.Certificate, hosts []string) bool {
	for _, h := range hosts {
		if leaf.VerifyHostname(h) != nil {
			return false
		}
	}
	return true
}

func fingerprintOf(raw []byte) string {
	sum := sha256.Sum256(raw)
	return hex.EncodeToString(sum[:])
}

func writePEM(path, kind string, content []byte, mode os.FileMode) error {
	temp := path + ".new"
	if err := os.Remove(temp); err != nil && !errors.Is(err, os.ErrNotExist) {
		return err
	}
	if err := os.WriteFile(temp, pem.EncodeToMemory(&pem.Block{Type: kind, Bytes: content}), mode); err != nil {
		return err
	}
	return os.Rename(temp, path)
}
