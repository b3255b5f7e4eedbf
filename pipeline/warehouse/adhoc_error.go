package warehouse

import (
	"encoding/json"
	"regexp"
	"strconv"
	"strings"
)

// Reasons why a statement of an analyst gives no rows, or no more.
const (
	Refused     = "refused"     // it is not one SELECT on the warehouse's tables
	Invalid     = "invalid"     // it is wrong: a name, a type, the syntax, a value
	OutOfMemory = "memory"      // it needs more memory or temporary disk space than it may use
	Broken      = "broken"      // the disk is full, or the file is damaged
	Interrupted = "interrupted" // it was stopped: by whom and why is known to the caller
)

// QueryError is why a statement gives no rows, or no more.
type QueryError struct {
	Reason  string `json:"reason"`
	Problem string `json:"problem"`          // what is wrong, one or more lines
	Remedy  string `json:"remedy,omitempty"` // what to do, one line; empty when the problem says it
	At      int    `json:"at"`               // byte of the statement that it is about; -1: none
}

// Error is the problem, and the remedy on a line of its own.
func (e *QueryError) Error() string {
	if e.Remedy == "" {
		return e.Problem
	}
	return e.Problem + "\n  → " + e.Remedy
}

// setting is the advice of some messages to set something, which no statement may.
var setting = regexp.MustCompile(`\s*(?:Use|You can|Try) "?SET [^.]*\.`)

// failure turns what DuckDB says into a *QueryError.
func (a *AdHoc) failure(message string) *QueryError {
	said := struct {
		Type     string `json:"exception_type"`
		Message  string `json:"exception_message"`
		Position string `json:"position"`
	}{Message: message, Position: "-1"}
	if _, text, ok := strings.Cut(message, "{"); ok {
		_ = json.Unmarshal([]byte("{"+text), &said) // what is no JSON is printed as it is
	}
	at, err := strconv.Atoi(said.Position)
	if err != nil {
		at = -1
	}
	e := &QueryError{Reason: Invalid, Problem: a.hide.Replace(setting.ReplaceAllString(said.Message, "")), At: at}
	kind := strings.ToLower(said.Type)
	if kind == "io" && strings.Contains(said.Message, "No files found that match") {
		kind = "permission" // a pattern of files in the worker's own folder, which is empty
	}
	switch kind {
	case "interrupt":
		e.Reason, e.Problem = Interrupted, "the query was stopped"
	case "out of memory":
		e.Reason, e.Problem = OutOfMemory, "the query needs more memory than it may use"
		e.Remedy = "ask for less at once, or raise sql.memory and sql.temp"
	case "io":
		e.Reason, e.Problem = Broken, "DuckDB cannot read or write: "+e.Problem
		e.Remedy = "make room on the disk; where the warehouse is damaged, `uythac refresh` publishes anew"
	case "permission":
		e.Reason, e.Problem = Refused, "a query reads the tables of the warehouse, no files and no other places"
		e.Remedy = "\\dt lists the tables there are"
	case "fatal", "internal":
		e.Problem = "DuckDB failed: " + e.Problem
	}
	return e
}
