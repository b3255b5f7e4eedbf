// Package access says who may see what: a role's policy, and what it means for each table.
//
// A policy is everything, or the rows of some unions, offices or communes. It denies by default: a table that does
// not tell whose its rows are is seen only where it is listed as open to all.
//
// It refuses to know who asks, and by which door: a door puts the condition of a [View] where it has one, a filter or a row-level policy.
package access

import (
	"errors"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
	"sync"
)

// Policy is which rows a role may see. The zero value sees only what is open to all.
type Policy struct {
	All                       bool     // everything
	Unions, Offices, Communes []string // codes; a row must be of one in every list that is not empty
}

// Roles are the policies by name of role.
type Roles map[string]Policy

// code is what a code may hold; it keeps quotes out of whatever a door makes of it. It is made when first asked for: that
// takes 2 ms, which every command would wait for.
var code = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`^[\pL\pN_.-]{1,64}$`) })

const remedy = "write it as all, or as union 11 12, office 003701, commune 0370101"

// Parse reads a policy: "all", or parts of "union", "office" or "commune" with codes, separated by commas.
func Parse(text string) (p Policy, err error) {
	if strings.TrimSpace(text) == "all" {
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
	if p.All {
		return "all"
	}
	var parts []string
	for _, l := range []struct {
		word  string
		codes []string
	}{{"union", p.Unions}, {"office", p.Offices}, {"commune", p.Communes}} {
		if len(l.codes) > 0 {
			parts = append(parts, l.word+" "+strings.Join(l.codes, " "))
		}
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
