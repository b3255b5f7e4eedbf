// Package queries holds the SQL of the warehouse: macros, views, indicators that look across branches, report
// tables, trends and checks, a file each.
//
// A file is a header of comment lines and one bare SELECT that is valid as it stands against a
// warehouse file, so that an analyst can paste it into any DuckDB shell. Reports are of two kinds. Those
// in reports/ are small and kept for every as-of day. Those in demand/ have a row per commune, programme
// or group and a scope: kept for every day they would be larger than the facts they come from, and no
// set of kept rows could answer every scope with its distinct counts, while one day is computed from
// the facts in a few tenths of a second. They read the day and the scope from the session's variables,
// through meta.asked, so that their text stays as it is. Those in scoped/ give the kept reports for a scope. Indicators and checks may also
// read the catalogue "lake", which exists only while a warehouse is being built: the raw ledgers,
// loan_month of all months, contract_state, and what the build was told about the lake.
//
// The package refuses to hold anything that runs: who executes the statements, and where their
// rows go, is decided by pipeline/warehouse. It refuses templates, too: no text is ever put
// together from pieces here.
package queries

import (
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"io/fs"
	"path"
	"slices"
	"strings"
)

//go:embed macros/*.sql views/*.sql indicators/*.sql reports/*.sql demand/*.sql scoped/*.sql trends/*.sql checks/*.sql explain/*.sql library/*.sql
var files embed.FS

// Query is one file: its header and its SELECT.
type Query struct {
	Name       string   // the file's name without .sql
	Doc        string   // what it shows, and the rules that are not obvious
	Params     string   // macros: what they are given
	Grain      string   // what a row is
	TitleVI    string   // title in Vietnamese
	TitleEN    string   // title in English
	Units      []string // units of the columns that have one
	Severity   string   // checks: error or warning
	Examined   string   // checks: what the rows are that are looked at; empty when only failures are returned
	RemedyVI   string   // checks: what to do about a failure, in Vietnamese
	RemedyEN   string   // and in English
	Parameters []Param  // queries of the library: what they are asked with, $name in the statement
	SQL        string   // one SELECT, of macros one expression, without a final semicolon
}

// Severities of checks: a failed error check refuses publication, a failed warning is listed.
const (
	Error   = "error"
	Warning = "warning"
)

// Macros lists expressions that several SELECTs share, in the order to create them: each is the scalar macro
// meta.<Name> of its Params.
func Macros() []Query {
	var out []Query
	for _, name := range []string{"headline_figures", "quotient_fraction", "exact_quotient", "inactive_band"} {
		out = append(out, load("macros/"+name+".sql"))
	}
	return out
}

// Views lists what reports and checks build on, in the order to create them: schema.name is
// meta.<Name>, and the comment is Doc.
func Views() []Query {
	var out []Query
	for _, name := range []string{
		"as_of", "union_named", "union_row", "fact_day", "asked", "shown_union", "loan_term",
		"asked_commune", "asked_place", "asked_member", "merger", "asked_heir", "risk_contract", "wanted_member", "asked_customer", "asked_contract", "asked_case", "asked_visit", "asked_unit", "named", "group_rating",
		"asked_loan", "asked_deposit", "asked_debt", "asked_owing", "asked_rated", "asked_cell", "asked_group", "asked_stat",
		"asked_interest", "asked_group_place", "asked_standing", "fee_parts",
		"measure", "measured", "asked_commune_month", "loan_way", "asked_way", "asked_risk",
	} {
		out = append(out, load("views/"+name+".sql"))
	}
	return out
}

// Kept tells whether a view is filled when the warehouse is built, as a table: what reports ask of
// every day is small, and takes longer to find out than to read.
func Kept(view string) bool {
	return slices.Contains([]string{"as_of", "union_named", "fact_day", "loan_term", "merger", "risk_contract", "wanted_member", "group_rating"}, view)
}

// Indicators lists the SELECTs that fill indicator tables from facts and from those of the branches, by name: one may read
// those before it. A query's name and columns are the table's.
func Indicators() []Query { return folder("indicators") }

// Report returns the SELECT that fills a report table; its columns are the table's, in any order.
// ok is false when there is none of that name.
func Report(name string) (q Query, ok bool) {
	q = load("reports/" + name + ".sql")
	return q, q.SQL != ""
}

// Demand returns the SELECT of a report that is computed when it is asked for: it reads meta.asked for
// the day and the scope. ok is false when there is none of that name.
func Demand(name string) (q Query, ok bool) {
	q = load("demand/" + name + ".sql")
	return q, q.SQL != ""
}

// Trend returns the SELECT of a trend, kept or on demand; its columns are the table's, in any order.
// ok is false when there is none of that name.
func Trend(name string) (q Query, ok bool) {
	q = load("trends/" + name + ".sql")
	return q, q.SQL != ""
}

// Explain returns the SELECT of that name that goes from a figure to its facts, or from facts to their
// ledger entries. It reads the session's variables, and the catalogue "explained" that
// pipeline/warehouse makes beside a published file. ok is false when there is none of that name.
func Explain(name string) (q Query, ok bool) {
	q = load("explain/" + name + ".sql")
	return q, q.SQL != ""
}

// Scoped returns the SELECT that computes a kept report for a scope, with the report's columns in any order; it
// reads meta.asked as reports on demand do, and without a scope gives the rows that are kept. Its titles and
// units are those of the report. ok is false when there is none of that name.
func Scoped(name string) (q Query, ok bool) {
	q = load("scoped/" + name + ".sql")
	return q, q.SQL != ""
}

// Checks lists the checks by name. Each selects, for everything it examines, as_of (DATE or
// NULL), key, detail (text) and failed (BOOLEAN).
func Checks() []Query { return folder("checks") }

// Library lists the queries of analysts by name: SELECTs with named parameters that every warehouse answers, and that
// `uythac query` runs. No warehouse is built from them.
func Library() []Query { return folder("library") }

// LibraryQuery returns the query of the library of that name. ok is false when there is none.
func LibraryQuery(name string) (q Query, ok bool) {
	q = load("library/" + name + ".sql")
	return q, q.SQL != ""
}

// Fingerprint is a short hash of all SQL: a warehouse built with other text is stale.
func Fingerprint() string {
	h := sha256.New()
	for _, dir := range []string{"macros", "views", "indicators", "reports", "demand", "scoped", "trends", "checks"} {
		for _, q := range folder(dir) {
			_, _ = h.Write([]byte(dir + "/" + q.Name + "\x00" + q.SQL + "\x00" + q.Severity + "\x00")) // a hash never fails
		}
	}
	return hex.EncodeToString(h.Sum(nil)[:8])
}

func folder(dir string) []Query {
	names, _ := fs.Glob(files, dir+"/*.sql") // the pattern is well formed
	out := make([]Query, len(names))
	for i, name := range names {
		out[i] = load(name)
	}
	return out
}

// load reads an embedded file; one that is not there gives a Query without SQL.
func load(name string) Query {
	text, err := files.ReadFile(name)
	if err != nil {
		return Query{}
	}
	q := parse(string(text))
	q.Name = strings.TrimSuffix(path.Base(name), ".sql")
	return q
}
