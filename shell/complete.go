package shell

import (
	"context"
	"regexp"
	"slices"
	"strings"
	"time"
)

// catalog is the names that a statement may hold.
type catalog struct {
	schemas   []string
	relations []string            // schema.name
	columns   map[string][]string // by schema.name
	functions []string
}

// keywords are completed in capitals, as the examples are written.
var keywords = []string{
	"SELECT", "FROM", "WHERE", "GROUP BY", "ORDER BY", "HAVING", "LIMIT", "JOIN", "LEFT JOIN", "USING", "ON", "AS", "AND", "OR", "NOT", "IN", "IS NULL",
	"IS NOT NULL", "BETWEEN", "LIKE", "ILIKE", "CASE", "WHEN", "THEN", "ELSE", "END", "DISTINCT", "UNION ALL", "EXCEPT", "INTERSECT", "WITH", "FILTER",
	"OVER", "PARTITION BY", "QUALIFY", "DESC", "ASC", "DATE", "INTERVAL", "DESCRIBE", "SUMMARIZE", "EXPLAIN", "EXPLAIN ANALYZE", "SHOW ALL TABLES", "PIVOT", "UNPIVOT", "EXISTS",
}

// askingNames is how long a Tab waits for the names, the first time.
const askingNames = 3 * time.Second

// Complete offers what the word before the cursor may become: head and tail are what stands before and after it.
func (s *Shell) Complete(line string, at int) (head string, offers []string, tail string) {
	runes := []rune(line)
	before, tail := string(runes[:at]), string(runes[at:])
	begin := strings.LastIndexFunc(before, func(r rune) bool { return !inWord(r) }) + 1
	head, word := before[:begin], before[begin:]
	if strings.HasPrefix(line, `\`) {
		return s.completeCommand(head, word, tail)
	}
	c := s.names()
	if c == nil {
		c = &catalog{}
	}
	return head, c.offers(word, s.pending.String()+line), tail
}

func inWord(r rune) bool {
	return r == '_' || r == '.' || r == '\\' || r == '+' || r >= '0' && r <= '9' || r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r > 127
}

// completeCommand completes the name of a command, or what it takes.
func (s *Shell) completeCommand(head, word, tail string) (string, []string, string) {
	var all []string
	switch name := strings.TrimSpace(head); {
	case name == "":
		for _, c := range commands() {
			all = append(all, c.name)
		}
	case name == `\format`:
		all = formats()
	case strings.HasPrefix(name, `\d`):
		if c := s.names(); c != nil {
			all = c.relations
		}
	}
	return head, beginning(word, all), tail
}

// offers are the names that begin as a word does: columns of the tables that the statement names, of all while it names none,
// before other names.
func (c *catalog) offers(word, statement string) []string {
	if i := strings.LastIndexByte(word, '.'); i >= 0 {
		owner := strings.ToLower(word[:i])
		all := beginning(word, c.relations)
		for _, column := range c.columns[c.meant(owner, statement)] {
			all = append(all, beginning(word, []string{word[:i] + "." + column})...)
		}
		return all
	}
	var all []string
	for _, r := range c.relations {
		if namedIn(r, statement) {
			all = append(all, c.columns[r]...)
		}
	}
	if len(all) == 0 && word != "" { // no table is named yet
		for _, r := range c.relations {
			all = append(all, beginning(word, c.columns[r])...)
		}
	}
	slices.Sort(all)
	all = beginning(word, slices.Compact(all))
	for _, list := range [][]string{keywords, c.schemas, c.functions} {
		all = append(all, beginning(word, list)...)
	}
	return slices.Compact(all)
}

// alias finds what names stand for in a statement: FROM fact.loan_month AS m.
var alias = regexp.MustCompile(`(?i)\b(?:from|join)\s+([a-z_]+\.[a-z0-9_]+)(?:\s+(?:as\s+)?([a-z_][a-z0-9_]*))?`)

// meant is the relation that a name before a dot means: schema.name, name or an alias.
func (c *catalog) meant(owner, statement string) string {
	if _, ok := c.columns[owner]; ok {
		return owner
	}
	for _, m := range alias.FindAllStringSubmatch(statement, -1) {
		relation := strings.ToLower(m[1])
		if _, name, _ := strings.Cut(relation, "."); owner == strings.ToLower(m[2]) || owner == name {
			return relation
		}
	}
	return ""
}

func namedIn(relation, statement string) bool {
	return strings.Contains(strings.ToLower(statement), relation)
}

func beginning(word string, all []string) (some []string) {
	for _, name := range all {
		if len(name) >= len(word) && strings.EqualFold(name[:len(word)], word) {
			some = append(some, name)
		}
	}
	return some
}

// names asks for the catalog once a version; nil when it does not come.
func (s *Shell) names() *catalog {
	if s.catalog != nil {
		return s.catalog
	}
	ctx, cancel := context.WithTimeout(context.Background(), askingNames)
	defer cancel()
	rows, err := s.texts(ctx, namesSQL, nil)
	if err != nil {
		return nil
	}
	s.catalog = newCatalog(rows)
	return s.catalog
}

func newCatalog(rows [][]string) *catalog {
	c := &catalog{columns: map[string][]string{}}
	for _, r := range rows {
		if r[0] == "" {
			c.functions = append(c.functions, r[2]+"(")
			continue
		}
		relation := r[0] + "." + r[1]
		if len(c.columns[relation]) == 0 {
			c.relations = append(c.relations, relation)
		}
		if schema := r[0] + "."; !slices.Contains(c.schemas, schema) {
			c.schemas = append(c.schemas, schema)
		}
		c.columns[relation] = append(c.columns[relation], r[2])
	}
	return c
}
