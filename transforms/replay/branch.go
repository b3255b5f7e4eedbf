package replay

import (
	"cmp"
	"fmt"
	"iter"
	"slices"
	"sync"

	"github.com/apache/arrow-go/v18/arrow"
	"golang.org/x/sync/errgroup"

	"github.com/uythac/uythac/calendar"
)

// Branch is what the replay of one branch needs beside its ledgers. Contracts are numbered in the
// order of their contract_no. Nothing of it changes after [Nation.Branch].
type Branch struct {
	code      string
	nation    *Nation
	contracts texts
	tails     []uint64   // of the contracts' numbers
	contract  []contract // per contract
	kind      []int32    // per contract, programme * fund sources + fund source
	customers []string
	customer  []int32 // per customer, the number among the nation's members; none if never a member
	heldAt    []int32 // per customer, its first place in heldBy; one more at the end
	heldBy    []int32 // contracts, customer by customer
	offices   codes
	progs     codes
	funds     codes
	methods   codes
	schedule  schedule
	checks    [][]calendar.Day // per contract
	groups    []int32          // groups whose members count here on some day
	line      func() *timeline // what fingerprints cover
	signed    []calendar.Day   // per contract
	early     []early
	spare     sync.Pool // of loanRows
}

// contract is a row of loan_contract.
type contract struct {
	customer  int32
	office    int32
	programme int32
	fund      int32
	method    int32
	direct    bool // union 99
	single    bool // its customer has no other
	exempt    bool // from the inactivity indicator
	maturity  calendar.Day
}

// schedule is principal_schedule, by contract and day.
type schedule struct {
	at   []int32 // per contract, its first instalment; one more at the end
	list []instalment
}

// instalment is a row of principal_schedule.
type instalment struct {
	due calendar.Day
	sum int64 // of the contract's instalments up to this one
}

// of lists the instalments of a contract, by day.
func (s *schedule) of(ord int32) []instalment { return s.list[s.at[ord]:s.at[ord+1]] }

// total is the sum of a contract's schedule, 0 without one.
func (s *schedule) total(ord int32) int64 {
	if s.at[ord] == s.at[ord+1] {
		return 0
	}
	return s.list[s.at[ord+1]-1].sum
}

// Branch reads a branch's contracts and schedules from loan_contract and principal_schedule, which
// the lake keeps per branch: read must give that branch's rows only. contract_state is the one of the
// latest month that was replayed before, if any; only the fingerprints look at it.
func (n *Nation) Branch(code string, read Tables) (b *Branch, err error) {
	defer func() {
		if err != nil {
			b, err = nil, fmt.Errorf("replay %s: %w", code, err)
		}
	}()
	b = &Branch{code: code, nation: n, offices: n.offices.clone()}
	plan, stop := Ahead(read("principal_schedule"))
	defer stop()
	customers, err := b.readContracts(read)
	if err != nil {
		return nil, err
	}
	var g errgroup.Group
	g.Go(func() error { return b.readSchedule(plan) })
	g.Go(func() error {
		b.checks = n.checks.perContract(&b.contracts)
		return nil
	})
	b.describe(customers)
	b.joinContracts()
	b.joinGroups()
	if err := g.Wait(); err != nil {
		return nil, err
	}
	b.line = sync.OnceValue(b.timeline)
	return b, b.readEarly(read)
}

// joinContracts lists the contracts of every customer, and finds those that are its only one.
func (b *Branch) joinContracts() {
	b.heldAt = make([]int32, len(b.customers)+1)
	for ord := range b.contract {
		b.heldAt[b.contract[ord].customer+1]++
	}
	for i := range b.customers {
		b.heldAt[i+1] += b.heldAt[i]
	}
	b.heldBy = make([]int32, len(b.contract))
	next := slices.Clone(b.heldAt)
	for ord := range b.contract {
		k := &b.contract[ord]
		b.heldBy[next[k.customer]] = int32(ord)
		next[k.customer]++
		k.single = len(b.held(k.customer)) == 1
	}
}

// held lists the contracts of a customer.
func (b *Branch) held(customer int32) []int32 {
	return b.heldBy[b.heldAt[customer]:b.heldAt[customer+1]]
}

// joinGroups finds the groups whose commune one of the branch's offices serves on some day.
func (b *Branch) joinGroups() {
	n := b.nation
	here := n.branches.find(b.code)
	for g, row := range n.group {
		served := slices.ContainsFunc(n.periods[row.commune], func(p period) bool { return n.branchOf(p.office) == here })
		if served || len(n.periods[row.commune]) == 0 && here == n.firstBranch {
			b.groups = append(b.groups, int32(g))
		}
	}
}

// readContracts numbers contracts by their contract_no and lists their customers.
func (b *Branch) readContracts(read Tables) (customers pieces, err error) {
	var numbers, codes arena
	err = scan("loan_contract", read("loan_contract"), func(t *batch) {
		no, customer := t.words("contract_no"), t.words("customer_code")
		office, programme, fund, method := b.offices.column(t, "office_code"), b.progs.column(t, "programme_code"), b.funds.column(t, "fund_source"), b.methods.column(t, "lending_method")
		signed, maturity := t.days("signed_on"), t.days("session_maturity_on")
		b.contract, b.signed = room(b.contract, t.n), room(b.signed, t.n)
		numbers.grow(t.n)
		codes.grow(t.n)
		for i := 0; t.err == nil && i < t.n; i++ {
			numbers.add(no.at(i))
			codes.add(customer.at(i))
			b.signed = append(b.signed, signed.at(i, never))
			b.contract = append(b.contract, contract{office: office[i], programme: programme[i], fund: fund[i], method: method[i], maturity: maturity.at(i, always)})
		}
	})
	if err != nil {
		return pieces{}, err
	}
	list, customers := numbers.pieces(), codes.pieces()
	if !list.ascending() { // the lake's are
		order := list.order()
		b.contract, b.signed, list, customers = pick(b.contract, order), pick(b.signed, order), list.pick(order), customers.pick(order)
		for i := int32(1); i < int32(list.len()); i++ {
			if list.at(i-1) == list.at(i) {
				return pieces{}, fmt.Errorf("loan_contract holds contract %s twice", list.at(i))
			}
		}
	}
	b.contracts = texts{list}
	b.tails = b.contracts.tails()
	return customers, nil
}

// pick gives the elements of a list in an order.
func pick[T any](list []T, order []int32) []T {
	out := make([]T, len(order))
	for i, at := range order {
		out[i] = list[at]
	}
	return out
}

// describe says whose the contracts are, and what kind of contracts.
func (b *Branch) describe(customers pieces) {
	entrusted, exempt := b.methods.find("2"), make([]bool, len(b.progs.names))
	for i, code := range b.progs.names {
		exempt[i] = b.nation.exempt[code]
	}
	b.customers, b.customer = make([]string, 0, customers.len()), make([]int32, 0, customers.len())
	b.kind = make([]int32, len(b.contract))
	numbers := newCustomerNumbers(b)
	for i := range b.contract {
		k := &b.contract[i]
		k.customer, k.direct, k.exempt = numbers.of(customers.at(int32(i))), k.method != entrusted, exempt[k.programme]
		b.kind[i] = k.programme*int32(len(b.funds.names)) + k.fund
	}
}

// customerNumbers number customers as they are met: by their place among the nation's members, which most are.
type customerNumbers struct {
	b       *Branch
	members []int32          // per member of the nation, its number as a customer plus one; 0: not met yet
	others  map[string]int32 // of customers that never were members
	find    func(code string) int32
}

func newCustomerNumbers(b *Branch) *customerNumbers {
	all := &b.nation.members.customers
	return &customerNumbers{b: b, members: make([]int32, all.len()), others: map[string]int32{}, find: all.finder()}
}

func (c *customerNumbers) of(code string) int32 {
	member := c.find(code)
	if member == none {
		at, ok := c.others[code]
		if !ok {
			at = c.add(code, none)
			c.others[code] = at
		}
		return at
	}
	if c.members[member] == 0 {
		c.members[member] = c.add(code, member) + 1
	}
	return c.members[member] - 1
}

func (c *customerNumbers) add(code string, member int32) int32 {
	c.b.customers, c.b.customer = append(c.b.customers, code), append(c.b.customer, member)
	return int32(len(c.b.customers) - 1)
}

func (b *Branch) readSchedule(plan iter.Seq2[arrow.RecordBatch, error]) error {
	type row struct {
		ord    int32
		due    calendar.Day
		amount int64
	}
	rows := make([]row, 0, 2*len(b.contract)) // about so many
	find, ord := b.contracts.finder(), none
	err := scan("principal_schedule", plan, func(t *batch) {
		no, due, amount := t.words("contract_no"), t.days("due_on"), t.int64s("amount")
		rows = room(rows, t.n)
		for i := 0; t.err == nil && i < t.n; i++ {
			if !no.again(i) {
				ord = find(no.at(i))
			}
			if ord == none {
				continue // an instalment of no contract changes nothing
			}
			if amount[i] < 0 {
				t.fail("an instalment of contract %s is below zero", b.contracts.at(ord))
			}
			rows = append(rows, row{ord, due.at(i, never), amount[i]})
		}
	})
	if err != nil {
		return err
	}
	slices.SortFunc(rows, func(x, y row) int { return cmp.Or(cmp.Compare(x.ord, y.ord), cmp.Compare(x.due, y.due)) })
	s := &b.schedule
	s.at = make([]int32, len(b.contract)+1)
	s.list = large[instalment](len(rows))
	var over overflow
	for i, r := range rows {
		s.at[r.ord+1]++
		s.list[i] = instalment{r.due, r.amount}
		if i > 0 && rows[i-1].ord == r.ord {
			s.list[i].sum = over.add(s.list[i-1].sum, r.amount)
		}
		if over.yes() {
			return fmt.Errorf("the schedule of contract %s adds up to more than 64 bits hold", b.contracts.at(r.ord))
		}
	}
	for i := range b.contract {
		s.at[i+1] += s.at[i]
	}
	return nil
}
