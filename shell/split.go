package shell

import (
	"strings"
)

// Split cuts text into statements at the semicolons that stand in no quotes and no comment; rest is what comes after the last
// one, not finished yet. Statements are trimmed; empty ones are left out. Where a statement begins and ends is asked
// again of DuckDB's parser before it runs: what is cut wrongly here is refused there.
func Split(text string) (statements []string, rest string) {
	from := 0
	for i := 0; i < len(text); {
		if n := quotedAt(text[i:]); n > 0 {
			i += n
			continue
		}
		if text[i] == ';' {
			if s := strings.TrimSpace(text[from:i]); !onlyComments(s) {
				statements = append(statements, s)
			}
			from = i + 1
		}
		i++
	}
	if rest = strings.TrimSpace(text[from:]); onlyComments(rest) && !Open(rest) {
		rest = ""
	}
	return statements, rest
}

// Open tells whether text ends inside quotes or a comment of several lines.
func Open(text string) bool {
	for i := 0; i < len(text); {
		n := quotedAt(text[i:])
		if n > 0 && i+n == len(text) && !closed(text[i:]) {
			return true
		}
		i += max(n, 1)
	}
	return false
}

// quotedAt is how long the quotes or the comment at the beginning of s are, to the end of s when they are not closed; 0: there are none.
func quotedAt(s string) int {
	var begin, end string
	switch {
	case strings.HasPrefix(s, "--"):
		begin, end = "--", "\n"
	case strings.HasPrefix(s, "/*"):
		begin, end = "/*", "*/"
	case s[0] == '\'' || s[0] == '"': // a doubled quote is the end of one and the beginning of the next
		begin, end = s[:1], s[:1]
	case s[0] == '$':
		tag, ok := dollarTag(s)
		if !ok {
			return 0
		}
		begin, end = tag, tag
	default:
		return 0
	}
	if i := strings.Index(s[len(begin):], end); i >= 0 {
		return len(begin) + i + len(end)
	}
	return len(s)
}

// closed tells whether the quotes or the comment at the beginning of s end with it.
func closed(s string) bool {
	switch {
	case strings.HasPrefix(s, "--"):
		return true
	case strings.HasPrefix(s, "/*"):
		return len(s) >= 4 && strings.HasSuffix(s, "*/")
	case s[0] == '$':
		tag, _ := dollarTag(s)
		return len(s) >= 2*len(tag) && strings.HasSuffix(s, tag)
	}
	return len(s) >= 2 && s[len(s)-1] == s[0]
}

// dollarTag is the $tag$ at the beginning of s; a parameter as $name is none.
func dollarTag(s string) (tag string, ok bool) {
	for i := 1; i < len(s); i++ {
		switch c := s[i]; {
		case c == '$':
			return s[:i+1], true
		case c != '_' && (c < 'a' || c > 'z') && (c < 'A' || c > 'Z') && (i == 1 || c < '0' || c > '9'):
			return "", false
		}
	}
	return "", false
}

// onlyComments tells whether text holds nothing to run.
func onlyComments(s string) bool {
	for s = strings.TrimSpace(s); s != ""; s = strings.TrimSpace(s) {
		if !strings.HasPrefix(s, "--") && !strings.HasPrefix(s, "/*") {
			return false
		}
		s = s[quotedAt(s):]
	}
	return true
}
