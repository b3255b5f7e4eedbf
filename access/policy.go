// Package access says who may see what: a role's policy, and what it means for each table.
//
// A policy is everything, or the rows of some unions, offices or communes; of what it lets see it may ask that cells of few
// households are suppressed. It denies by default: a table that does not tell whose its rows are is seen only where it is listed as
// open to all, and one that does not tell of which cells they are not at all where cells are suppressed.
//
// It refuses to know who asks, and by which door: a door puts the condition of a [View] where it has one, a filter or a row-level policy,
// and serves no policy that is not [Policy.Plain] unless it suppresses cells.
package access

import (
	"errors"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
)

// Policy is which rows a role may see. The zero value sees only what is open to all.
type Policy struct {
	All                       bool     // everything
	Unions, Offices, Communes []string // codes; a row must be of one in every list that is not empty
	SuppressBelow             int64    // cells of fewer households have no figures, nor have others that would tell them; 0: all have
}

// Whole tells whether the policy lets see everything as it is.
func (p Policy) Whole() bool { return p.All && p.Plain() }

// Plain tells whether rows are seen as they are, no cell suppressed.
func (p Policy) Plain() bool { return p.SuppressBelow == 0 }

// Roles are the policies by name of role.
type Roles map[string]Policy

// code is what a code may hold; it keeps quotes out of whatever a door makes of it. It is made when first asked for: that
// takes 2 ms, which every command would wait for.
var code = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`^[\pL\pN_.-]{1,64}$`) })

const remedy = "write it as all, or as union 11 12, office 003701, commune 0370101; and after it suppress_below 5, if cells of fewer households are to have no figures"

const suppressWord = "suppress_below"

// leastBelow and mostBelow are the bounds of SuppressBelow: nothing is below one, and whole communes are below a thousand.
const leastBelow, mostBelow = 2, 1000

// Parse reads a policy: "all", or parts of "union", "office" or "commune" with codes, separated by commas; then, after another
// comma, "suppress_below" with a number of households, where 0 suppresses nothing.
func Parse(text string) (p Policy, err error) {
	text, suppressed := strings.TrimSpace(text), ""
	if at := strings.LastIndex(text, ","); strings.HasPrefix(strings.TrimSpace(text[at+1:]), suppressWord) && at >= 0 {
		text, suppressed = strings.TrimSpace(text[:at]), text[at+1:]
	}
	if p, err = parseRows(text); err == nil && suppressed != "" {
		p.SuppressBelow, err = parseBelow(strings.Fields(suppressed))
	}
	if err != nil {
		return Policy{}, err
	}
	return p, nil
}

// parseBelow reads suppress_below and its number.
func parseBelow(words []string) (int64, error) {
	if len(words) == 2 && words[0] == suppressWord {
		if n, err := strconv.ParseInt(words[1], 10, 64); err == nil && (n == 0 || n >= leastBelow && n <= mostBelow) {
			return n, nil
		}
	}
	return 0, fmt.Errorf("%q says no number of households\n  → write it as %s 5, with a number from %d to %d, or 0 for none", strings.Join(words, " "), suppressWord, leastBelow, mostBelow)
}

// parseRows reads which rows a policy lets see.
func parseRows(text string) (p Policy, err error) {
	if text == "all" {
		return Policy{All: true}, nil
	}
	lists := map[string]*[]string{"union": &p.Unions, "office": &p.Offices, "commune": &p.Communes}
	for part := range strings.SplitSeq(text, ",") {
		words := strings.Fields(part)
		if len(words) < 2 {
			return Policy{}, fmt.Errorf("%q is no part of a policy\n  → %s", strings.TrimSpace(part), remedy)
		}
		list, ok := lists[words[0]]
		if !ok {
			return Policy{}, fmt.Errorf("there is no policy by %q\n  → %s", words[0], remedy)
		}
		if *list != nil {
			return Policy{}, fmt.Errorf("%s stands twice\n  → write all its codes after one word", words[0])
		}
		for _, c := range words[1:] {
			if !code().MatchString(c) {
				return Policy{}, fmt.Errorf("%q is no code\n  → %s", c, remedy)
			}
		}
		*list = slices.Compact(slices.Sorted(slices.Values(words[1:])))
	}
	return p, nil
}

// String writes the policy as Parse reads it.
func (p Policy) String() string {
	var parts []string
	if p.All {
		parts = append(parts, "all")
	}
	for _, l := range []struct {
		word  string
		codes []string
	}{{"union", p.Unions}, {"office", p.Offices}, {"commune", p.Communes}} {
		if len(l.codes) > 0 {
			parts = append(parts, l.word+" "+strings.Join(l.codes, " "))
		}
	}
	if !p.Plain() {
		parts = append(parts, fmt.Sprintf("%s %d", suppressWord, p.SuppressBelow))
	}
	return strings.Join(parts, ", ")
}

// role is what a role may be called: a name that no door has to quote.
var role = regexp.MustCompile(`^[a-z_][a-z0-9_]{0,62}$`)

// Check refuses a name that a role cannot have.
func Check(name string) error {
	if !role.MatchString(name) {
		return errors.New("a role is called by small letters, digits and underscores, at most 63 of them")
	}
	return nil
}

// Names lists the roles.
func (r Roles) Names() []string { return slices.Sorted(maps.Keys(r)) }
