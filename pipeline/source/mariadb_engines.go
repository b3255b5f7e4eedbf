package source

import (
	"context"
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// unruly is of servers some of whose tables no read view covers.
type unruly interface {
	// uncovered names the tables behind a layout that are not of the moment, with their engine.
	uncovered(ctx context.Context, l *layout) ([]string, error)
}

// engineTable is a table of an engine without transactions, as MyISAM and Aria are.
type engineTable struct {
	schema, name, engine string
	here                 bool // in the database that is read
}

// withoutTransactions lists the tables without transactions, and the definitions of views, once.
func (v *mariaView) withoutTransactions(ctx context.Context) error {
	if v.looked {
		return nil
	}
	err := v.rows(ctx, "SELECT t.TABLE_SCHEMA, t.TABLE_NAME, t.ENGINE, t.TABLE_SCHEMA = DATABASE() FROM information_schema.TABLES t JOIN information_schema.ENGINES e ON e.ENGINE = t.ENGINE"+
		" WHERE e.TRANSACTIONS = 'NO' AND t.TABLE_TYPE = 'BASE TABLE' AND t.TABLE_SCHEMA NOT IN "+ofServers+" ORDER BY 1, 2", func(cells [][]byte) error {
		v.loose = append(v.loose, engineTable{string(cells[0]), string(cells[1]), string(cells[2]), string(cells[3]) == "1"})
		return nil
	})
	if err != nil || len(v.loose) == 0 {
		v.looked = err == nil
		return err
	}
	v.views = map[string]string{}
	v.looked = true
	return v.rows(ctx, "SELECT TABLE_NAME, VIEW_DEFINITION FROM information_schema.VIEWS WHERE TABLE_SCHEMA NOT IN "+ofServers, func(cells [][]byte) error {
		v.views[string(cells[0])] += " " + string(cells[1])
		return nil
	})
}

// uncovered finds tables by their names in the query, and in the views that it names.
func (v *mariaView) uncovered(ctx context.Context, l *layout) (found []string, err error) {
	if err := v.withoutTransactions(ctx); err != nil || len(v.loose) == 0 {
		return nil, err
	}
	text, seen := l.from, map[string]bool{}
	for grown := true; grown; {
		grown = false
		for name, definition := range v.views {
			if !seen[name] && hasWord(text, name) {
				seen[name], grown = true, true
				text += " " + definition
			}
		}
	}
	for _, t := range v.loose {
		if hasWord(text, t.name) && (t.here || hasWord(text, t.schema)) {
			found = append(found, fmt.Sprintf("%s.%s (%s)", t.schema, t.name, t.engine))
		}
	}
	return found, nil
}

// hasWord tells whether a name stands in a text by itself, in whatever case.
func hasWord(text, name string) bool {
	within := func(r rune) bool { return r == '_' || r == '$' || unicode.IsLetter(r) || unicode.IsDigit(r) }
	rest := strings.ToLower(text)
	last := ' '
	for {
		before, after, found := strings.Cut(rest, strings.ToLower(name))
		if !found {
			return false
		}
		if before != "" {
			last, _ = utf8.DecodeLastRuneInString(before)
		}
		next, _ := utf8.DecodeRuneInString(after)
		if !within(last) && (after == "" || !within(next)) {
			return true
		}
		rest, last = after, 'x'
	}
}
