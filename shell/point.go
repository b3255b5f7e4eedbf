package shell

import (
	"strings"
	"unicode/utf8"

	"github.com/uythac/uythac/analyst"
	"github.com/uythac/uythac/render"
)

// shownBefore and shownAfter are how many letters of a long line stand before and after the place that is pointed at.
const (
	shownBefore = 60
	shownAfter  = 40
)

// Point is the line of the statement that an error is about, with a caret under its place, in lines that end with a
// line break; empty when the error is about no place.
func Point(statement string, e *analyst.Error) string {
	if e.At < 0 || e.At > len(statement) {
		return ""
	}
	begin := strings.LastIndexByte(statement[:e.At], '\n') + 1
	before, after := statement[begin:e.At], statement[e.At:]
	after, _, _ = strings.Cut(after, "\n")
	if cut := utf8.RuneCountInString(before) - shownBefore; cut > 0 {
		before = "…" + string([]rune(before)[cut:])
	}
	if runes := []rune(after); len(runes) > shownAfter {
		after = string(runes[:shownAfter]) + "…"
	}
	before, after = strings.ReplaceAll(before, "\t", " "), strings.ReplaceAll(after, "\t", " ")
	return "  " + before + after + "\n  " + strings.Repeat(" ", render.Width(before)) + "^\n"
}

// Explain is what a person reads of an error: the place in the statement, what is wrong, and on a line of its own what to do.
func Explain(statement string, e *analyst.Error) string {
	text := Point(statement, e) + e.Error()
	if e.Remedy == "" && e.Reason == analyst.Invalid {
		text += "\n  → correct it and run it again; \\d lists tables, \\d TABLE its columns"
	}
	return text
}
