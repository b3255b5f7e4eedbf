package warehouse

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/apache/arrow-go/v18/arrow/array"
	duckdb "github.com/duckdb/duckdb-go-bindings"
)

// longest is the most bytes that a statement may have: the reports' longest has five thousand.
const longest = 1 << 20

// guard lets one SELECT on the warehouse's tables through. It asks DuckDB's own parser for the statement's tree, so that
// comments, quotes and letters that look alike hide nothing, and looks at every function and table that the tree names.
// What a text inside the statement would run, as query('...') does, is in no tree: such functions are refused.
type guard struct{ parser duckdb.PreparedStatement }

func newGuard(a *AdHoc) (g guard, err error) {
	if duckdb.Prepare(a.conn, "SELECT json_serialize_sql($1::VARCHAR)::VARCHAR", &g.parser) == duckdb.StateError {
		return g, errors.New(duckdb.PrepareError(g.parser))
	}
	return g, nil
}

func (g *guard) close() { duckdb.DestroyPrepare(&g.parser) }

// asked is a statement that may run: the text to run, and what was put before the part of it that was written so.
type asked struct {
	text   string
	prefix string   // EXPLAIN or EXPLAIN ANALYZE and a space, or nothing
	tables []string // that it reads, as it names them
	moved  int      // bytes by which a place in text lies before the same place in what was written
}

// check refuses what is not one SELECT, or EXPLAIN of one, or names what may not be used. What follows EXPLAIN is judged as a
// statement of its own, and the word is put before it again: nothing that stood between them is run.
func (g *guard) check(a *AdHoc, statement string) (asked, error) {
	prefix, selected := explained(statement)
	q := asked{text: prefix + selected, prefix: prefix, moved: len(statement) - len(prefix+selected)}
	var err error
	q.tables, err = g.checkSelect(a, selected)
	var e *QueryError
	if !errors.As(err, &e) || prefix == "" {
		return q, err
	}
	if e.At >= 0 {
		e.At += len(statement) - len(selected)
	}
	switch explains := strings.TrimSpace(prefix); {
	case e.Reason == Refused && strings.HasPrefix(e.Problem, onlySelect):
		e.Problem = explains + " is for a SELECT here: " + e.Problem
	case strings.HasPrefix(withoutComments(selected), "("):
		e.Remedy = "write " + explains + " SELECT …, without options in parentheses"
	}
	return q, e
}

// explained takes EXPLAIN, or EXPLAIN ANALYZE, off a statement.
func explained(statement string) (prefix, selected string) {
	selected = statement
	for _, word := range []string{"EXPLAIN", "ANALYZE"} {
		rest := withoutComments(selected)
		if len(rest) <= len(word) || !strings.EqualFold(rest[:len(word)], word) || !endsWord(rest[len(word):]) {
			break
		}
		prefix, selected = prefix+word+" ", rest[len(word):]
	}
	return prefix, selected
}

// endsWord tells whether a word ends before a text.
func endsWord(text string) bool {
	return strings.ContainsAny(text[:1], " \t\r\n\v\f(") || strings.HasPrefix(text, "--") || strings.HasPrefix(text, "/*")
}

// checkSelect names the tables of a SELECT that may run.
func (g *guard) checkSelect(a *AdHoc, statement string) ([]string, error) {
	switch {
	case !utf8.ValidString(statement) || strings.ContainsRune(statement, 0):
		return nil, &QueryError{Reason: Refused, At: -1, Problem: "the statement holds bytes that are no text", Remedy: "write it in UTF-8"}
	case len(statement) > longest:
		return nil, &QueryError{Reason: Refused, At: -1, Problem: fmt.Sprintf("the statement has %d bytes, more than %d", len(statement), longest), Remedy: "shorten it"}
	}
	text, err := g.parse(a, statement)
	if err != nil {
		return nil, err
	}
	var tree struct {
		Error      bool   `json:"error"`
		Kind       string `json:"error_type"`
		Message    string `json:"error_message"`
		Position   string `json:"position"`
		Statements []any  `json:"statements"`
	}
	if err := json.Unmarshal([]byte(text), &tree); err != nil {
		return nil, &QueryError{Reason: Refused, At: -1, Problem: "the statement is nested too deeply", Remedy: "write it with WITH"}
	}
	switch {
	case tree.Error && tree.Kind == "not implemented" && strings.HasPrefix(tree.Message, "Only SELECT"):
		return nil, noSelect(statement)
	case tree.Error:
		return nil, a.parserError(statement, tree.Message)
	case len(tree.Statements) == 0:
		return nil, &QueryError{Reason: Invalid, At: -1, Problem: "there is no statement", Remedy: "write a SELECT, as in SELECT * FROM meta.run"}
	case len(tree.Statements) > 1:
		return nil, several()
	}
	if e := inspect(tree.Statements[0]); e != nil {
		return nil, e
	}
	return tablesOf(tree.Statements[0]), nil
}

// parse returns the statement's tree as DuckDB's parser sees it, in JSON.
func (g *guard) parse(a *AdHoc, statement string) (string, error) {
	duckdb.ClearBindings(g.parser)
	var result duckdb.Result
	defer duckdb.DestroyResult(&result)
	if duckdb.BindVarcharLength(g.parser, 1, statement, duckdb.IdxT(len(statement))) == duckdb.StateError ||
		duckdb.ExecutePrepared(g.parser, &result) == duckdb.StateError {
		return "", a.failure(duckdb.ResultError(&result))
	}
	c, err := newChunks(&result)
	if err != nil {
		return "", err
	}
	defer c.close()
	chunk := duckdb.FetchChunk(result)
	defer duckdb.DestroyDataChunk(&chunk)
	batch, err := c.batch(chunk)
	if err != nil {
		return "", err
	}
	defer batch.Release()
	return strings.Clone(batch.Column(0).(*array.String).Value(0)), nil
}

// parserError asks for the error again, with its place: the tree's has none.
func (a *AdHoc) parserError(statement, message string) error {
	var extracted duckdb.ExtractedStatements
	defer duckdb.DestroyExtracted(&extracted)
	if duckdb.ExtractStatements(a.conn, statement, &extracted) == 0 {
		return a.failure(duckdb.ExtractStatementsError(extracted))
	}
	return &QueryError{Reason: Invalid, Problem: message, At: -1}
}

func several() error {
	return &QueryError{Reason: Refused, At: -1, Problem: "there is more than one statement", Remedy: "run them one by one"}
}

const onlySelect = "only SELECT may be used here, and "

// noSelect says of what begins otherwise that it is refused.
func noSelect(statement string) error {
	word, _, _ := strings.Cut(strings.TrimSpace(withoutComments(statement)), " ")
	word = strings.ToUpper(strings.TrimRight(word, ";("))
	remedy := "write a SELECT, or EXPLAIN of one; WITH, FROM, VALUES, DESCRIBE, SUMMARIZE and SHOW TABLES are allowed, too"
	const named = "name the columns: PIVOT … ON column IN (value, …) USING …"
	switch {
	case word == "PIVOT":
		remedy = named
	case strings.Contains(strings.ToUpper(statement), "PIVOT"): // what begins as a SELECT makes a type first
		return &QueryError{Reason: Refused, At: -1, Problem: onlySelect + "a PIVOT whose values are not named is more than that", Remedy: named}
	}
	return &QueryError{Reason: Refused, At: -1, Problem: onlySelect + word + " is none", Remedy: remedy}
}

// withoutComments cuts what stands before the first word of a statement.
func withoutComments(s string) string {
	for {
		s = strings.TrimLeft(s, " \t\r\n;")
		switch {
		case strings.HasPrefix(s, "--"):
			_, s, _ = strings.Cut(s, "\n")
		case strings.HasPrefix(s, "/*"):
			_, s, _ = strings.Cut(s[2:], "*/")
		default:
			return s
		}
	}
}
