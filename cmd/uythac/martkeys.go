package main

import (
	"net/url"
	"strings"

	"github.com/uythac/uythac/access"
)

// martPasswordEnv is the environment's name of the password of the mart's database.
const martPasswordEnv = "UYTHAC_MART_PASSWORD"

// martKeys are the keys of the PostgreSQL database that gets what is published.
var martKeys = []key{
	{"mart.url", false, "PostgreSQL database that gets what is published, without a password, as postgres://uythac@host:5432/mart", func(c *config, s string) error {
		if holdsPassword(s) {
			return misuse("take it out and set "+martPasswordEnv+", mart.password_file or mart.password_command", "mart.url holds a password")
		}
		c.Mart.URL = s
		return nil
	}},
	{"mart.password_file", true, "file that holds the password", func(c *config, s string) error { c.martPassword.file = s; return nil }},
	{"mart.password_command", false, "command that prints the password", func(c *config, s string) error { c.martPassword.command = s; return nil }},
	{"mart.wait", false, "longest that a publication waits for readers of the mart (default 10m)", func(c *config, s string) (err error) {
		c.Mart.Wait, err = span("mart.wait", s)
		return err
	}},
}

// holdsPassword tells whether a database's URL, or list of key=value, holds a password.
func holdsPassword(s string) bool {
	if !strings.Contains(s, "://") {
		return secretWord.MatchString(s)
	}
	u, err := url.Parse(s)
	if err != nil {
		return false // whoever reads it says what is wrong
	}
	_, ok := u.User.Password()
	return ok || u.Query().Has("password") || u.Query().Has("sslpassword")
}

// mart makes the settings of the mart from the keys.
func (a *app) mart(c *config) {
	c.martPassword.name, c.martPassword.env = "mart.password", a.variable(martPasswordEnv)
	if c.martPassword.given() {
		c.Mart.Password = c.martPassword.read
	}
	c.Mart.Roles = c.Roles
}

// roleKey takes access.roles.<role> apart.
func roleKey(name string) (role string, ok bool) { return strings.CutPrefix(name, "access.roles.") }

// setRole reads what a role may see.
func setRole(c *config, role, text string) error {
	if err := access.Check(role); err != nil {
		return misuse("write it as access: {roles: {hoi_phu_nu: union 12}}", "access.roles.%s: %v", role, err)
	}
	p, err := access.Parse(text)
	if err != nil {
		problem, remedy, _ := strings.Cut(err.Error(), "\n  → ")
		return misuse(remedy, "access.roles.%s: %s", role, problem)
	}
	if c.Roles == nil {
		c.Roles = access.Roles{}
	}
	c.Roles[role] = p
	return nil
}
