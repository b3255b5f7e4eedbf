package source

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"fmt"
	"math/big"
	"net"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/uythac/uythac/pipeline/source/dbtest"
	"github.com/uythac/uythac/schemas"
)

// authority signs certificates.
type authority struct {
	tb   testing.TB
	cert *x509.Certificate
	key  *ecdsa.PrivateKey
	pem  string
}

func newAuthority(tb testing.TB) *authority {
	tb.Helper()
	a := &authority{tb: tb}
	a.pem, _ = a.sign("authority of the tests", true)
	return a
}

// sign gives a certificate and its key, as PEM.
func (a *authority) sign(name string, itself bool) (cert, key string) {
	a.tb.Helper()
	k, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		a.tb.Fatal(err)
	}
	template := &x509.Certificate{SerialNumber: big.NewInt(time.Now().UnixNano()), Subject: pkix.Name{CommonName: name}, NotAfter: time.Now().Add(time.Hour),
		IsCA: itself, BasicConstraintsValid: true, KeyUsage: x509.KeyUsageCertSign | x509.KeyUsageDigitalSignature, DNSNames: []string{name}}
	if ip := net.ParseIP(name); ip != nil {
		template.IPAddresses = []net.IP{ip}
	}
	if itself {
		a.cert, a.key = template, k
	}
	der, err := x509.CreateCertificate(rand.Reader, template, a.cert, &k.PublicKey, a.key)
	if err != nil {
		a.tb.Fatal(err)
	}
	private, err := x509.MarshalPKCS8PrivateKey(k)
	if err != nil {
		a.tb.Fatal(err)
	}
	return string(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der})), string(pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: private}))
}

// file writes a file and gives its path.
func (a *authority) file(name, text string) string {
	a.tb.Helper()
	path := filepath.Join(a.tb.TempDir(), name)
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		a.tb.Fatal(err)
	}
	return path
}

const secret = "s3cr3t/%?&= '"

// certify gives a server a certificate of its address and the authority's own.
func (a *authority) certify(s *dbtest.Server) {
	a.tb.Helper()
	cert, key := a.sign(s.Host(), false)
	for name, text := range map[string]string{"server.crt": cert, "server.key": key, "ca.crt": a.pem} {
		if err := s.Append(name, text); err != nil {
			a.tb.Fatal(err)
		}
	}
}

// quoted is the secret in SQL.
var quoted = "'" + strings.ReplaceAll(secret, "'", "''") + "'"

// TestPostgresTLS: the server is verified as libpq's words say, passwords and client certificates are taken,
// and whatever fails, no error holds the password.
func TestPostgresTLS(t *testing.T) {
	s, a := dbtest.NewPostgres(t), newAuthority(t)
	a.certify(s)
	for name, lines := range map[string][]string{
		"postgresql.conf": {"ssl = on", "ssl_ca_file = 'ca.crt'"},
		"pg_hba.conf":     {"local all all trust", "hostssl all certified 127.0.0.1/32 cert", "hostssl all all 127.0.0.1/32 scram-sha-256"},
	} {
		write := s.Append
		if name == "pg_hba.conf" {
			write = s.Rewrite
		}
		if err := write(name, lines...); err != nil {
			t.Fatal(err)
		}
	}
	s.Restart(t)
	d := s.CreateContract(t)
	d.Exec(t, "CREATE ROLE reader LOGIN PASSWORD "+quoted+"; CREATE ROLE certified LOGIN")
	a.verified(t, "postgres", "pg_hba.conf", func(user, host, options string) map[string]string {
		return map[string]string{
			"url": fmt.Sprintf("postgres://%s@%s:%d/%s?%s", user, host, s.Port(), d.Name, options),
			"dsn": fmt.Sprintf("user=%s host=%s port=%d dbname=%s %s", user, host, s.Port(), d.Name, strings.ReplaceAll(options, "&", " ")),
		}
	})
}

// TestMariaDBTLS is TestPostgresTLS.
func TestMariaDBTLS(t *testing.T) {
	s, a := dbtest.NewMariaDB(t), newAuthority(t)
	a.certify(s)
	if err := s.Append("my.cnf", "ssl-cert=server.crt", "ssl-key=server.key", "ssl-ca=ca.crt"); err != nil {
		t.Fatal(err)
	}
	s.Restart(t)
	d := s.CreateContract(t)
	d.Exec(t, "CREATE USER reader IDENTIFIED BY "+quoted+" REQUIRE SSL; CREATE USER certified REQUIRE X509; GRANT SELECT ON *.* TO reader, certified")
	a.verified(t, "mariadb", "with TLS if it asks for it", func(user, host, options string) map[string]string {
		return map[string]string{"url": fmt.Sprintf("mysql://%s@%s:%d/%s?%s", user, host, s.Port(), d.Name, options)}
	})
	m := moment(t, Config{Kind: "mariadb", URL: fmt.Sprintf("mysql://reader@127.0.0.1:%d/%s?sslmode=require", s.Port(), d.Name), Password: func(context.Context) (string, error) { return secret, nil }})
	agree(t, m, &schemas.Branch, Selection{})
}

// verified tries ways to log in: as reader, who has a password, and as certified, who has none, both only with TLS.
func (a *authority) verified(t *testing.T, kind, refused string, forms func(user, host, options string) map[string]string) {
	stranger := newAuthority(t)
	clientCert, clientKey := a.sign("certified", false)
	ca, other := a.file("ca.pem", a.pem), a.file("other.pem", stranger.pem)
	client := "&sslcert=" + a.file("client.pem", clientCert) + "&sslkey=" + a.file("client.key", clientKey)
	for name, c := range map[string]struct{ user, host, options, password, want string }{
		"verified":        {"reader", "127.0.0.1", "sslmode=verify-full&sslrootcert=" + ca, secret, ""},
		"encrypted":       {"reader", "127.0.0.1", "sslmode=require", secret, ""},
		"certified":       {"certified", "127.0.0.1", "sslmode=verify-full&sslrootcert=" + ca + client, "", ""},
		"not certified":   {"certified", "127.0.0.1", "sslmode=verify-full&sslrootcert=" + ca, secret, refused},
		"plain":           {"reader", "127.0.0.1", "sslmode=disable", secret, refused},
		"other authority": {"reader", "127.0.0.1", "sslmode=verify-full&sslrootcert=" + other, secret, "check sslmode and sslrootcert"},
		"other name":      {"reader", "localhost", "sslmode=verify-full&sslrootcert=" + ca, secret, "check sslmode and sslrootcert"},
		"authority only":  {"reader", "localhost", "sslmode=verify-ca&sslrootcert=" + ca, secret, ""},
		"required":        {"reader", "127.0.0.1", "sslmode=require&sslrootcert=" + other, secret, "check sslmode and sslrootcert"}, // as verify-ca
		"preferred":       {"reader", "127.0.0.1", "sslmode=prefer", secret, ""},
		"allowed":         {"reader", "127.0.0.1", "sslmode=allow", secret, ""},
		"wrong password":  {"reader", "127.0.0.1", "sslmode=require", secret + "!", "check the user in source.url and the password"},
		"no authority":    {"reader", "127.0.0.1", "sslmode=verify-full&sslrootcert=/nowhere/" + secret[:6], secret, "source.url cannot be read"},
		"no mode":         {"reader", "127.0.0.1", "sslmode=maybe", secret, "source.url cannot be read"},
	} {
		t.Run(name, func(t *testing.T) {
			for form, url := range forms(c.user, c.host, c.options) {
				db, err := OpenDatabase(t.Context(), Config{Kind: kind, URL: url, Password: func(context.Context) (string, error) { return c.password, nil }})
				if (err == nil) != (c.want == "") || err != nil && !strings.Contains(err.Error(), c.want) {
					t.Errorf("%s: %v", form, err)
				}
				if text := fmt.Sprintf("%v %+v %#v %v %+v %#v", err, err, err, db, db, db); strings.Contains(text, secret) {
					t.Errorf("%s: the password is in %s", form, text)
				}
			}
		})
	}
}

// TestSecrets: errors about a URL with a password in it, whatever is wrong, do not hold the password.
func TestSecrets(t *testing.T) {
	for kind, urls := range map[string][]string{
		"postgres": {
			"postgres://u:hunter2@127.0.0.1:1/db", "postgres://u:hunter2@127.0.0.1:port/db", "postgres://u:hunter2@[::1/db", "postgres://u@127.0.0.1:1/db?password=hunter2", "postgres://u:hunter2@h/db?sslmode=x",
			"host=127.0.0.1 port=1 password=hunter2", "host=127.0.0.1 port=1 password='hunter2' sslmode=x", "password = hunter2 port=x", "hunter2", "mysql://u:hunter2@h", "postgres://u:hunter2 @h/%zz", "PASSWORD=hunter2 x",
			"postgres://u:hunter2@127.0.0.1:1/db?connect_timeout=x", "postgres://u:hunter2/x@127.0.0.1:1/db",
		},
		"mariadb": {
			"mysql://u:hunter2@127.0.0.1:1/db", "mysql://u:hunter2@127.0.0.1:port/db", "mysql://u:hunter2@[::1/db", "mysql://u@127.0.0.1:1/db?password=hunter2", "mysql://u:hunter2@h/db?sslmode=x", "mysql://u:hunter2@h", "mysql://u:hunter2@/db",
			"mysql://:hunter2@h/db", "hunter2", "postgres://u:hunter2@h/db", "mysql://u:hunter2 @h/%zz", "mysql://u:hunter2@127.0.0.1:1/db?connect_timeout=x", "mysql://u:hunter2/x@127.0.0.1:1/db", "mysql://u:hunter2@h/db?a;b", "mysql://u@/db?socket=/nowhere&hunter2",
			"mysql://u:hunter2@127.0.0.1:1/db?sslcert=hunter2",
		},
	} {
		for _, url := range urls {
			_, err := OpenDatabase(t.Context(), Config{Kind: kind, URL: url})
			if err == nil || strings.Contains(fmt.Sprintf("%v %+v %#v", err, err, err), "hunter2") {
				t.Errorf("%s: %v", url, err)
			}
			if err != nil && !strings.Contains(err.Error(), "\n  → ") {
				t.Errorf("%s: no remedy in %v", url, err)
			}
		}
	}
	_, err := OpenDatabase(t.Context(), Config{Kind: "oracle"})
	if err == nil || !strings.Contains(err.Error(), "use postgres or mariadb") {
		t.Errorf("unknown kind: %v", err)
	}
}
