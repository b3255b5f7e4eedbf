package replay

import (
	"fmt"
	"slices"
	"sync"

	"golang.org/x/sync/errgroup"

	"github.com/uythac/uythac/calendar"
	"github.com/uythac/uythac/rules"
)

// Nation is what all branches share: places, groups, memberships, loan-use checks and scores.
// It is not written after [NewNation]; branches of it may be replayed at the same time.
type Nation struct {
	offices      codes
	officeBranch []int32 // per office, a number of branches; none for an office that is not in the table
	branches     codes
	firstBranch  int32 // where groups without a known office count
	communes     codes
	periods      [][]period // per commune, by valid_from
	unions       codes
	exempt       map[string]bool // programmes without the inactivity indicator

	groups  texts
	group   []group
	members members
	checks  checks
	scores  scores

	// Rules say from how many points a group is rated how; those of the catalogue unless they are set.
	Rules rules.Rules

	line func() *timeline // what the fingerprints of all branches cover
}

// group is a row of savings_group.
type group struct {
	union, commune int32
	established    calendar.Day
	closed         calendar.Day // always when open
	into           int32        // group it was merged into; none
	merged         bool         // merged_into is set, known or not
}

// period is a row of commune.
type period struct {
	from, to calendar.Day
	office   int32
}

// Unions without groups come first.
const (
	unionUnassigned = iota
	unionDirect
)

var noGroup = [...]string{unionUnassigned: "98", unionDirect: "99"}

// NewNation reads the tables that are not kept per branch: transaction_office, commune,
// loan_programme, savings_group, group_membership, loan_use_check and group_score. It asks for the
// last three at the same time.
func NewNation(read Tables) (n *Nation, err error) {
	defer func() {
		if err != nil {
			n, err = nil, fmt.Errorf("replay: %w", err)
		}
	}()
	n = &Nation{exempt: map[string]bool{}, Rules: rules.Default()}
	for _, code := range noGroup {
		n.unions.id(code)
	}
	for _, load := range []func(Tables) error{n.readOffices, n.readCommunes, n.readProgrammes, n.readGroups} {
		if err := load(read); err != nil {
			return nil, err
		}
	}
	var g errgroup.Group // what is left needs the groups, and nothing of one another
	g.Go(func() error { return n.readMembers(read) })
	g.Go(func() error { return n.checks.read(read) })
	g.Go(func() error { return n.readScores(read) })
	if err := g.Wait(); err != nil {
		return nil, err
	}
	n.line = sync.OnceValue(n.timeline)
	return n, nil
}

func (n *Nation) readOffices(read Tables) error {
	var branches []string
	err := scan("transaction_office", read("transaction_office"), func(b *batch) {
		office, branch := b.words("office_code"), b.words("branch_code")
		for i := 0; b.err == nil && i < b.n; i++ {
			n.officeOf(office.at(i))
			n.officeBranch[n.offices.find(office.at(i))] = n.branches.id(branch.at(i))
			branches = append(branches, n.branches.name(n.branches.find(branch.at(i))))
		}
	})
	n.firstBranch = none
	if len(branches) > 0 {
		n.firstBranch = n.branches.find(slices.Min(branches))
	}
	return err
}

func (n *Nation) officeOf(code string) int32 {
	id := n.offices.id(code)
	if int(id) == len(n.officeBranch) {
		n.officeBranch = append(n.officeBranch, none)
	}
	return id
}

func (n *Nation) readCommunes(read Tables) error {
	err := scan("commune", read("commune"), func(b *batch) {
		code, office := b.words("commune_code"), b.words("office_code")
		from, to := b.days("valid_from"), b.days("valid_to")
		for i := 0; b.err == nil && i < b.n; i++ {
			c := n.commune(code.at(i))
			n.periods[c] = append(n.periods[c], period{from.at(i, never), to.at(i, always), n.officeOf(office.at(i))})
		}
	})
	for _, p := range n.periods {
		slices.SortFunc(p, func(a, b period) int { return int(a.from) - int(b.from) })
	}
	return err
}

func (n *Nation) commune(code string) int32 {
	id := n.communes.id(code)
	if int(id) == len(n.periods) {
		n.periods = append(n.periods, nil)
	}
	return id
}

func (n *Nation) readProgrammes(read Tables) error {
	return scan("loan_programme", read("loan_programme"), func(b *batch) {
		code, short := b.words("programme_code"), b.words("short_name")
		for i := 0; b.err == nil && i < b.n; i++ {
			if short.at(i) == "HSSV" {
				n.exempt[string([]byte(code.at(i)))] = true
			}
		}
	})
}

func (n *Nation) readGroups(read Tables) error {
	type row struct {
		code, into string
		group
	}
	var rows []row
	err := scan("savings_group", read("savings_group"), func(b *batch) {
		code, commune, union, into := b.words("group_code"), b.words("commune_code"), b.words("union_code"), b.words("merged_into")
		established, closed := b.days("established_on"), b.days("closed_on")
		for i := 0; b.err == nil && i < b.n; i++ {
			rows = append(rows, row{string([]byte(code.at(i))), string([]byte(into.at(i))), group{
				union: n.unions.id(union.at(i)), commune: n.commune(commune.at(i)),
				established: established.at(i, never), closed: closed.at(i, always),
			}})
		}
	})
	var codes arena
	for i := range rows {
		codes.add(rows[i].code)
	}
	n.groups = newTexts(codes.pieces())
	n.group = make([]group, n.groups.len())
	for _, r := range rows {
		g := r.group
		g.merged, g.into = r.into != "", n.groups.find(r.into)
		n.group[n.groups.find(r.code)] = g
	}
	return err
}
