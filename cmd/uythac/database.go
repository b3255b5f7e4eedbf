package main

import (
	"bytes"
	"cmp"
	"context"
	"fmt"
	"net/url"
	"os"
	"os/exec"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/uythac/uythac/pipeline/source"
	"github.com/uythac/uythac/schemas"
)

var sourceKinds = []string{"files", "duckdb", "postgres", "mariadb", "mysql"}

// The environment's names of what must stand in no file of the configuration.
const (
	passwordEnv = "UYTHAC_SOURCE_PASSWORD"
	hmacKeyEnv  = "UYTHAC_SOURCE_HMAC_KEY"
)

var secrets = []string{passwordEnv, hmacKeyEnv, smtpPasswordEnv, webhookTokenEnv, martPasswordEnv}

// secret is where a secret comes from: the environment, then a file, then a command.
type secret struct{ name, env, file, command string } // name is that of its key

func (s secret) given() bool { return s.env != "" || s.file != "" || s.command != "" }

// read fetches the secret. Its errors hold nothing of it, nor of what the command wrote.
func (s secret) read(ctx context.Context) (string, error) {
	switch {
	case s.env != "":
		return s.env, nil
	case s.file != "":
		text, err := os.ReadFile(s.file)
		if err != nil {
			return "", fmt.Errorf("%s_file: %w\n  → let the user that runs uythac read it, and nobody else", s.name, err)
		}
		return s.present("file", text)
	}
	ctx, cancel := context.WithTimeout(ctx, 30*time.Second)
	defer cancel()
	cmd := exec.CommandContext(ctx, "sh", "-c", s.command)
	cmd.WaitDelay = time.Second // for what the shell started
	text, err := cmd.Output()
	if err == nil && ctx.Err() != nil {
		err = ctx.Err()
	}
	if err != nil {
		return "", fmt.Errorf("%s_command: %w\n  → run the command by hand to see what it says; it has 30 seconds and prints the secret on its first line", s.name, err)
	}
	return s.present("command", text)
}

// present takes the first line, which must not be empty: a server could let a user in without a password.
func (s secret) present(from string, text []byte) (string, error) {
	line, _, _ := bytes.Cut(text, []byte("\n"))
	line = bytes.TrimSuffix(line, []byte("\r"))
	if len(line) == 0 {
		return "", fmt.Errorf("%s_%s gives an empty line\n  → let its first line be the secret, or take the key out of the configuration", s.name, from)
	}
	return string(line), nil
}

// sourceNeed stands for the key that says where the source is, which depends on its kind.
const sourceNeed = "source"

// wants is the key that sourceNeed stands for; empty when it is set.
func (c *config) wants() string {
	switch {
	case c.Source.OfDatabase() && c.Source.Database.URL == "":
		return "source.url"
	case !c.Source.OfDatabase() && c.Source.Path == "":
		return "source.path"
	}
	return ""
}

// database makes the settings of a database from the keys, and refuses those that go with files. The key of hashed
// columns is fetched only for what reads the source: who may read reports need not have it.
func (a *app) database(c *config, read bool) (err error) {
	db := &c.Source.Database
	switch c.Source.Kind {
	case "postgres", "mariadb", "mysql":
	default:
		if db.URL != "" {
			return misuse("set source.kind to postgres or mariadb, or take source.url out", "source.url is for databases, and source.kind is %q", c.Source.Kind)
		}
		return nil
	}
	db.Kind = c.Source.Kind
	if c.Source.Path != "" {
		return misuse("set source.url and take source.path out", "source.path is for files, and source.kind is %s", c.Source.Kind)
	}
	c.password.name, c.password.env = "source.password", a.variable(passwordEnv)
	c.hmacKey.name, c.hmacKey.env = "source.hmac_key", a.variable(hmacKeyEnv)
	if c.password.given() {
		db.Password = c.password.read
	}
	if read && len(db.HMAC) > 0 && c.hmacKey.given() {
		key, err := c.hmacKey.read(context.Background())
		if err != nil {
			return err
		}
		db.Key = []byte(key)
	}
	return nil
}

// variable reads a variable of the environment.
func (a *app) variable(name string) (value string) {
	for _, e := range a.env {
		if k, v, _ := strings.Cut(e, "="); k == name {
			value = v
		}
	}
	return value
}

// secretWord is a password in libpq's list of words: of the user, or of the key of its certificate.
var secretWord = regexp.MustCompile(`(?i)(^|\s)(ssl)?password\s*=`)

// setURL refuses a URL that holds a password; it is shown in no message.
func setURL(c *config, s string) error {
	if holdsPassword(s) {
		return misuse("take it out and set "+passwordEnv+", source.password_file or source.password_command", "source.url holds a password")
	}
	if strings.Contains(s, "://") {
		if _, err := url.Parse(s); err != nil {
			return misuse("write it as postgres://user@host:5432/database, special characters as %XX", "source.url is no URL")
		}
	}
	c.Source.Database.URL = s
	return nil
}

// tableKey cuts a key as source.tables.loan_ledger.query.
func tableKey(name string) (table, what string, ok bool) {
	rest, ok := strings.CutPrefix(name, "source.tables.")
	if !ok {
		return "", "", false
	}
	table, what, ok = strings.Cut(rest, ".")
	return table, what, ok && slices.Contains([]string{"query", "drift"}, what)
}

func setTable(c *config, table, what, text string) error {
	if !slices.Contains(contractNames(), table) {
		return unknown("table of the source contract", table, contractNames())
	}
	if c.Source.Database.Tables == nil {
		c.Source.Database.Tables = map[string]source.TableConfig{}
	}
	t := c.Source.Database.Tables[table]
	switch what {
	case "query":
		t.Query = strings.TrimRight(strings.TrimSpace(text), "; \n")
	case "drift":
		t.Drift = source.Drift(text)
		if err := oneOf("source.tables."+table+".drift", text, []string{string(source.Freeze), string(source.Evolve), string(source.Discard)}); err != nil {
			return err
		}
	}
	c.Source.Database.Tables[table] = t
	return nil
}

func contractNames() (names []string) {
	for _, t := range schemas.Contract() {
		names = append(names, t.Name)
	}
	return names
}

// span reads a length of time.
func span(name, s string) (time.Duration, error) {
	d, err := time.ParseDuration(cmp.Or(strings.TrimSpace(s), "0"))
	if err != nil || d < 0 {
		return 0, misuse("write it as 10m or 1h30m", "%s: %q is no length of time", name, s)
	}
	return d, nil
}

// words cuts a list at its commas.
func words(s string) (list []string) {
	for w := range strings.SplitSeq(s, ",") {
		if w = strings.TrimSpace(w); w != "" {
			list = append(list, w)
		}
	}
	return list
}
