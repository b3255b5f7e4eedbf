package doors

import (
	"fmt"
	"net"
	"path/filepath"

	"github.com/uythac/uythac/access"
	"github.com/uythac/uythac/analyst"
	"github.com/uythac/uythac/serve"
)

// Config says which doors there are and who comes in.
type Config struct {
	HTTP, Flight string // addresses; empty: that door is shut
	Roles        access.Roles
	Accounts     string // file of the accounts; empty: nobody has credentials
	Anonymous    string // role of who shows none; empty: they are turned away
	Certificate  string // file, with the key's: for TLS
	Key          string
	TLS          string // self: with a certificate made here; off: none; empty: self where a door opens to the network
	State        string // folder of the certificate made here
	Audit        string // file of the audit log
	Rate         serve.Rate
	SQL          analyst.Limits
}

// wrong is a configuration that cannot be meant, and what to do.
func wrong(remedy, format string, args ...any) error {
	return fmt.Errorf("serve: "+fmt.Sprintf(format, args...)+"\n  → %s", remedy)
}

// Check refuses a configuration that would be open to anybody.
func (c Config) Check() error {
	if c.HTTP == "" && c.Flight == "" {
		return wrong("set serve.http, as 127.0.0.1:8080, or serve.flight, as 127.0.0.1:8081", "no door is configured")
	}
	if c.Accounts == "" && c.Anonymous == "" {
		return wrong("set serve.accounts and add users: uythac user add NAME --role ROLE", "nobody could come in")
	}
	if len(c.Roles) == 0 {
		return wrong("say what each may see, as in access: {roles: {lanh_dao: all, hoi_phu_nu: union 12}}", "there is no role in access.roles")
	}
	if _, ok := c.Roles[c.Anonymous]; c.Anonymous != "" && !ok {
		return wrong("take one of access.roles", "serve.anonymous: there is no role %q", c.Anonymous)
	}
	if (c.Certificate == "") != (c.Key == "") {
		return wrong("set both", "serve.certificate and serve.key go together")
	}
	for _, d := range [][2]string{{"serve.http", c.HTTP}, {"serve.flight", c.Flight}} {
		if d[1] == "" {
			continue
		}
		if _, _, err := net.SplitHostPort(d[1]); err != nil {
			return wrong("write it as 127.0.0.1:8080", "%s: %q is no address", d[0], d[1])
		}
		switch inside := loopback(d[1]); {
		case c.Anonymous != "" && !inside:
			return wrong("listen on 127.0.0.1, or take serve.anonymous out", "%s is open to the network, and serve.anonymous lets everybody in", d[0])
		case c.TLS == "off" && !inside:
			return wrong("take serve.tls out: a certificate is made; or listen on 127.0.0.1 behind a proxy that has one", "%s is open to the network, and serve.tls is off", d[0])
		}
	}
	return nil
}

// loopback tells whether an address is of this machine alone. A name other than localhost may be anything.
func loopback(address string) bool {
	host, _, err := net.SplitHostPort(address)
	if err != nil {
		return false
	}
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback()
}

// secure tells whether the doors speak TLS.
func (c Config) secure() bool {
	switch {
	case c.Certificate != "" || c.TLS == "self":
		return true
	case c.TLS == "off":
		return false
	}
	for _, a := range []string{c.HTTP, c.Flight} {
		if a != "" && !loopback(a) {
			return true
		}
	}
	return false
}

// hosts are the names that a certificate made here is good for.
func (c Config) hosts() (list []string) {
	for _, a := range []string{c.HTTP, c.Flight} {
		if host, _, err := net.SplitHostPort(a); err == nil && host != "" {
			list = append(list, host)
		}
	}
	return append(list, "localhost", "127.0.0.1", "::1")
}

// files are the certificate and key made here.
func (c Config) files() (certificate, key string) {
	return filepath.Join(c.State, "serve.crt"), filepath.Join(c.State, "serve.key")
}
