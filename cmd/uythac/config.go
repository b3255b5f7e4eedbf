package main

import (
	"maps"
	"math"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/uythac/uythac/access"
	"github.com/uythac/uythac/analyst"
	"github.com/uythac/uythac/pipeline"
	"github.com/uythac/uythac/serve/doors"
)

const configFile = "uythac.yaml"

// key is one key of the configuration. It can stand in uythac.yaml, in the environment as
// UYTHAC_ with dots as underscores, or on the command line; the later wins.
type key struct {
	name  string
	path  bool   // relative to the configuration file's folder, elsewhere to the working folder
	usage string // what it is, for help
	set   func(c *config, text string) error
}

// config is the configuration as read.
type config struct {
	pipeline.Config
	Lang      string
	File      string // where it was read from; empty: no file
	RulesFile string // of Rules; empty: the catalogue's
	Templates string // folder of the documents' templates; empty: those of the program
	SQL       analyst.Limits
	Roles     access.Roles // who may see what

	password, hmacKey, martPassword secret
	night                           night
	doors                           doors.Config
}

var memory = regexp.MustCompile(`(?i)^\d+(\.\d+)?\s*(KB|MB|GB|TB|KiB|MiB|GiB|TiB)$`)

// keys is the list of all keys there are.
var keys = append([]key{
	{"source.kind", false, "kind of the source: files, duckdb, postgres or mariadb", func(c *config, s string) error {
		c.Source.Kind = s
		return oneOf("source.kind", s, sourceKinds)
	}},
	{"source.path", true, "folder of the source's files, or the DuckDB file", func(c *config, s string) error { c.Source.Path = s; return nil }},
	{"source.url", false, "where the database is, without a password, as postgres://user@host:5432/db or mysql://user@host:3306/db", setURL},
	{"source.password_file", true, "file that holds the password", func(c *config, s string) error { c.password.file = s; return nil }},
	{"source.password_command", false, "command that prints the password", func(c *config, s string) error { c.password.command = s; return nil }},
	{"source.hmac", false, "columns to be replaced by a keyed hash, as table.column, separated by commas", func(c *config, s string) error { c.Source.Database.HMAC = words(s); return nil }},
	{"source.hmac_key_file", true, "file that holds the key of hashed columns", func(c *config, s string) error { c.hmacKey.file = s; return nil }},
	{"source.hmac_key_command", false, "command that prints that key", func(c *config, s string) error { c.hmacKey.command = s; return nil }},
	{"source.limits.connections", false, "connections to the database at once (default 2)", func(c *config, s string) error {
		n, err := whole("source.limits.connections", s, 64)
		c.Source.Database.Limits.Connections = int(n)
		return err
	}},
	{"source.limits.query", false, "longest query, as 10m; 0: no limit", func(c *config, s string) (err error) {
		c.Source.Database.Limits.Query, err = span("source.limits.query", s)
		return err
	}},
	{"source.limits.transaction", false, "longest transaction, as 1h; 0: no limit", func(c *config, s string) (err error) {
		c.Source.Database.Limits.Transaction, err = span("source.limits.transaction", s)
		return err
	}},
	{"source.limits.rows_per_second", false, "rows read in a second; 0: no limit", func(c *config, s string) (err error) {
		c.Source.Database.Limits.RowsPerSecond, err = whole("source.limits.rows_per_second", s, math.MaxInt64)
		return err
	}},
	{"source.limits.quiet", false, "hours in which the database is left alone, as 07:30-17:30", func(c *config, s string) (err error) {
		if c.Source.Quiet, err = pipeline.ParseQuiet(s); err != nil {
			return misuse("write hours as 07:30-17:30", "source.limits.quiet: %v", err)
		}
		return nil
	}},
	{"heal.window_days", false, "days before the last one that every run compares with the database (default 35)", func(c *config, s string) error {
		n, err := whole("heal.window_days", s, 36_600)
		c.Heal.WindowDays = int(n)
		return err
	}},
	{"heal.nights", false, "runs within which all older days are compared (default 30)", func(c *config, s string) error {
		n, err := whole("heal.nights", s, 3_660)
		c.Heal.Nights = int(n)
		return err
	}},
	{"lake.path", true, "folder of the lake", func(c *config, s string) error { c.Lake.Path = s; return nil }},
	{"warehouse.path", true, "folder of the published warehouses", func(c *config, s string) error { c.Warehouse.Path = s; return nil }},
	{"warehouse.memory_limit", false, "memory that DuckDB may use, as 400MB", func(c *config, s string) error {
		c.Warehouse.MemoryLimit = s
		if !memory.MatchString(s) {
			return misuse("write it as 400MB or 2GB", "warehouse.memory_limit: %q is not an amount of memory", s)
		}
		return nil
	}},
	{"warehouse.threads", false, "threads that DuckDB may use; 0: all cores", func(c *config, s string) (err error) {
		n, err := whole("warehouse.threads", s, math.MaxInt32)
		c.Warehouse.Threads = int(n)
		return err
	}},
	{"quality.max_quarantined", false, "more quarantined rows than this refuse publication", func(c *config, s string) (err error) {
		c.Quality.MaxQuarantined, err = whole("quality.max_quarantined", s, math.MaxInt64)
		return err
	}},
	{"sql.timeout", false, "longest that a query of sql computes, as 5m (default 5m)", func(c *config, s string) (err error) {
		if c.SQL.Timeout, err = span("sql.timeout", s); err == nil && c.SQL.Timeout == 0 {
			err = misuse("write it as 5m", "sql.timeout: 0 would be no time at all")
		}
		return err
	}},
	{"sql.memory", false, "memory that a query of sql may use, as 512MB (default 512MB)", func(c *config, s string) (err error) {
		c.SQL.Memory, err = amount("sql.memory", s)
		return err
	}},
	{"sql.temp", false, "disk that a query of sql may use when its memory is short, as 4GB (default 4GB)", func(c *config, s string) (err error) {
		c.SQL.Temp, err = amount("sql.temp", s)
		return err
	}},
	{"sql.rows", false, "most rows of the result of a query of sql (default 50000000)", func(c *config, s string) (err error) {
		c.SQL.Rows, err = whole("sql.rows", s, math.MaxInt64)
		return err
	}},
	{"sql.concurrency", false, "queries of sql that run at once on this machine (default 4)", func(c *config, s string) error {
		n, err := whole("sql.concurrency", s, 1000)
		c.SQL.Concurrency = int(n)
		return err
	}},
	{"sql.threads", false, "threads of a query of sql (default 2)", func(c *config, s string) error {
		n, err := whole("sql.threads", s, 1000)
		c.SQL.Threads = int(n)
		return err
	}},
	{"document.templates", true, "folder of the documents' templates (default: those of the program)", func(c *config, s string) error { c.Templates = s; return nil }},
	{"rules.path", true, "file of dated rules: rating bounds, entrustment fee and commission", setRules},
	{"lang", false, "language of reports: vi or en", func(c *config, s string) error { c.Lang = s; return oneOf("lang", s, languages) }},
}, slices.Concat(nightKeys, martKeys, serveKeys)...)

func whole(name, s string, most int64) (int64, error) {
	n, err := strconv.ParseInt(s, 10, 64)
	if err != nil || n < 0 || n > most {
		return 0, misuse("write a whole number, 0 or more", "%s: %q is not one", name, s)
	}
	return n, nil
}

// amount reads an amount of memory or disk as bytes.
func amount(name, s string) (int64, error) {
	if !memory.MatchString(s) {
		return 0, misuse("write it as 400MB or 2GB", "%s: %q is not an amount", name, s)
	}
	digits := strings.TrimRight(s, "BKMGTikmgtb \t")
	unit := strings.ToUpper(strings.TrimSpace(s[len(digits):]))
	n, err := strconv.ParseFloat(strings.TrimSpace(digits), 64)
	if err != nil {
		return 0, misuse("write it as 400MB or 2GB", "%s: %q is not an amount", name, s)
	}
	base := 1000.0
	if strings.Contains(unit, "I") {
		base = 1024
	}
	return int64(n * math.Pow(base, float64(strings.IndexByte("BKMGT", unit[0])))), nil
}

func keyNames() (names []string) {
	for _, k := range keys {
		names = append(names, k.name)
	}
	return names
}

func (k key) env() string { return "UYTHAC_" + strings.ToUpper(strings.ReplaceAll(k.name, ".", "_")) }

// load reads the configuration and checks that the keys named in need are set.
func (a *app) load(need ...string) (c config, err error) {
	texts, file, err := a.configured()
	if err != nil {
		return c, err
	}
	c = config{Lang: languages[0], File: file, night: usualNight()}
	for _, k := range keys {
		if text, ok := texts[k.name]; ok {
			if err := k.set(&c, text); err != nil {
				return c, err
			}
		}
	}
	for _, name := range slices.Sorted(maps.Keys(texts)) {
		if table, what, ok := tableKey(name); ok {
			if err := setTable(&c, table, what, texts[name]); err != nil {
				return c, err
			}
		}
		if role, ok := roleKey(name); ok {
			if err := setRole(&c, role, texts[name]); err != nil {
				return c, err
			}
		}
	}
	a.mart(&c)
	c.serving()
	if err := a.database(&c, slices.Contains(need, sourceNeed)); err != nil {
		return c, err
	}
	for _, name := range need {
		if name == sourceNeed {
			if name = c.wants(); name == "" {
				continue
			}
		}
		if texts[name] != "" {
			continue
		}
		if file == "" {
			return c, misuse("name one with --config, or make one: `uythac demo` shows how", "there is no %s in this folder and %s is not set", configFile, name)
		}
		return c, misuse("add it, as in: "+example, "%s: %s is missing", file, name)
	}
	return c, nil
}

const example = "source: {kind: files, path: core}, lake: {path: lake}, warehouse: {path: warehouse}"
