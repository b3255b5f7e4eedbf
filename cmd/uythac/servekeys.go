package main

import (
	"path/filepath"
	"strconv"
)

// serveKeys are the keys of the doors of uythac serve.
var serveKeys = []key{
	{"serve.http", false, "address of the HTTP door, as 127.0.0.1:8080 (default: shut)", func(c *config, s string) error { c.doors.HTTP = s; return nil }},
	{"serve.flight", false, "address of the Arrow Flight SQL door, as 127.0.0.1:8081 (default: shut)", func(c *config, s string) error { c.doors.Flight = s; return nil }},
	{"serve.accounts", true, "file of the users, which uythac user writes", func(c *config, s string) error { c.doors.Accounts = s; return nil }},
	{"serve.anonymous", false, "role of who shows no credentials; only where the doors listen on this machine alone", func(c *config, s string) error { c.doors.Anonymous = s; return nil }},
	{"serve.audit", true, "file of the audit log (default: audit.log in warehouse.path)", func(c *config, s string) error { c.doors.Audit = s; return nil }},
	{"serve.certificate", true, "file of the certificate for TLS, as PEM", func(c *config, s string) error { c.doors.Certificate = s; return nil }},
	{"serve.key", true, "file of its key, as PEM", func(c *config, s string) error { c.doors.Key = s; return nil }},
	{"serve.tls", false, "self: TLS with a certificate made here; off: none (default: self where a door opens to the network)", func(c *config, s string) error {
		c.doors.TLS = s
		return oneOf("serve.tls", s, []string{"self", "off"})
	}},
	{"serve.rate", false, "requests of a user in a second (default 50)", func(c *config, s string) error {
		n, err := strconv.ParseFloat(s, 64)
		if err != nil || n <= 0 || n > 1e6 {
			return misuse("write it as 50", "serve.rate: %q is no number of requests", s)
		}
		c.doors.Rate.PerSecond = n
		return nil
	}},
	{"serve.days", false, "as-of days of which roles with a policy have reports on demand, the latest ones (default 13)", func(c *config, s string) error {
		n, err := strconv.Atoi(s)
		if err != nil || n < 1 || n > 1000 {
			return misuse("write it as 13, or 1 for the latest day alone", "serve.days: %q is no number of days", s)
		}
		c.Warehouse.RoleDays = n
		return nil
	}},
}

// serving makes the settings of the doors from the keys.
func (c *config) serving() {
	c.Serves = c.doors.HTTP != "" || c.doors.Flight != ""
	c.doors.Roles, c.doors.SQL, c.doors.State = c.Roles, c.SQL, c.Warehouse.Path
	c.doors.Audit = c.auditFile()
}

// auditFile is the file of the audit log.
func (c *config) auditFile() string {
	if c.doors.Audit == "" && c.Warehouse.Path != "" {
		return filepath.Join(c.Warehouse.Path, "audit.log")
	}
	return c.doors.Audit
}
