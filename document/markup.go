package document

import (
	"regexp"
	"strconv"
	"strings"
)

// blocks reads a filled template: # headings, - items, > notes, // remarks, paragraphs between empty
// lines, [[what an officer is to write]], **bold**, and the blocks that the template placed.
func (f *filler) read(text string) []any {
	var out []any
	var open []string // lines of the paragraph being read
	flush := func() {
		if s := tidy(strings.Join(open, " ")); s != "" {
			out = append(out, Paragraph{Runs: runs(s)})
		}
		open = nil
	}
	for _, line := range strings.Split(text, "\n") {
		line = strings.TrimSpace(line)
		mark, rest, _ := strings.Cut(line, " ")
		rest = tidy(rest)
		switch {
		case strings.HasPrefix(line, "//"):
		case strings.HasPrefix(line, placed):
			flush()
			n, _ := strconv.Atoi(line[len(placed):]) // as place wrote it
			out = append(out, f.blocks[n])
		case line == "" || isMark(mark):
			flush()
			if rest != "" {
				out = append(out, marked(mark, rest))
			}
		default:
			open = append(open, line)
		}
	}
	flush()
	return out
}

func isMark(mark string) bool {
	switch mark {
	case "#", "##", "###", "-", ">":
		return true
	}
	return false
}

// marked is a line that begins with a mark.
func marked(mark, rest string) any {
	switch mark {
	case "-":
		return Paragraph{Item: true, Runs: runs(rest)}
	case ">":
		return Paragraph{Note: true, Runs: runs(rest)}
	}
	return Heading{Level: len(mark), Text: rest}
}

var (
	blank  = regexp.MustCompile(`[ \t]+`)
	before = regexp.MustCompile(` +([,.;:])( |$)`)
)

// tidy takes out the spaces that conditions of a template leave.
func tidy(s string) string {
	return strings.TrimSpace(before.ReplaceAllString(blank.ReplaceAllString(s, " "), "$1$2"))
}

var styled = regexp.MustCompile(`\[\[.*?\]\]|\*\*.+?\*\*`)

// runs splits text at [[marked]] and **bold**; a passage for the officer keeps one pair of brackets.
func runs(s string) (out []Run) {
	for s != "" {
		at := styled.FindStringIndex(s)
		if at == nil {
			return append(out, Run{Text: s})
		}
		if at[0] > 0 {
			out = append(out, Run{Text: s[:at[0]]})
		}
		piece := s[at[0]:at[1]]
		inner := piece[2 : len(piece)-2]
		if piece[0] == '[' {
			out = append(out, Run{Text: "[" + inner + "]", Marked: true})
		} else {
			out = append(out, Run{Text: inner, Bold: true})
		}
		s = s[at[1]:]
	}
	return out
}
