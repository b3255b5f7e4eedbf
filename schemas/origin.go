package schemas

import (
	"slices"
	"strings"
)

// Origin says what a cell of a report is made of: the sum of its quotients, most often one whose
// denominator is empty. It is how `explain` finds the facts and entries behind a figure.
type Origin []Quotient

// Quotient is a sum of terms over another; without Over it is the sum itself.
type Quotient struct {
	Terms, Over []Term
	Minus       bool // it is taken away
}

// Term is a measure on a day or over a period.
type Term struct {
	Measure string
	Span    Span
	Minus   bool // it is taken away
	Whole   bool // of all unions, whatever the row: the denominator of a share
}

// Span is the time that a term is about.
type Span uint8

// On the as-of day; on the day changes are measured against; from the first of the as-of day's month
// or year to it.
const (
	OnDay Span = iota
	OnBase
	InMonth
	InYear
)

// Measure is what facts are looked for, and how they make a figure.
type Measure struct {
	Facts   string // the SELECT in queries/explain that lists the facts
	Counts  string // the column of the facts whose distinct values are counted; empty: their amount is added up
	Loans   string // the SELECT that goes from groups to their loans; empty: the facts are the loans
	Entries string // the SELECT that lists the ledger entries of the facts; empty: the facts are rows of the source
	Classes string // of entries of stocks: all, or the one class that counts
	Lake    bool   // the entries are not in the warehouse but in the lake's files
	Sums    string // the SELECT of entries that the warehouse keeps added up, of its latest day; empty: none
	Among   bool   // what is kept has more than the facts: entries of the loans found are picked
	Apart   bool   // the entries' amounts do not add up to the facts' amounts: they are what the facts were counted from
}

func loanStock(classes, counts string) Measure {
	return Measure{Facts: "loan_facts", Counts: counts, Entries: "loan_stock_entries", Classes: classes, Sums: "principal_sums"}
}

func groupCount(classes string) Measure {
	return Measure{Facts: "group_facts", Counts: "group_code", Loans: "group_loans", Entries: "loan_stock_entries", Classes: classes, Sums: "principal_sums"}
}

func inactive(counts string) Measure {
	m := loanStock("all", counts)
	m.Among = true // which loans are inactive is not kept
	return m
}

var (
	loanFlow    = Measure{Facts: "loan_facts", Entries: "loan_flow_entries", Sums: "principal_flow_sums"}
	depositFlow = Measure{Facts: "deposit_facts", Entries: "deposit_flow_entries", Lake: true, Sums: "deposit_sums"}
	visits      = Measure{Facts: "inspection_facts"}
)

// measures are those that terms name.
var measures = map[string]Measure{
	"outstanding":       loanStock("all", ""),
	"outstanding_all":   loanStock("all", ""),
	"in_term":           loanStock("in_term", ""),
	"overdue":           loanStock("overdue", ""),
	"frozen":            loanStock("frozen", ""),
	"short_term":        loanStock("all", ""),
	"medium_term":       loanStock("all", ""),
	"long_term":         loanStock("all", ""),
	"inactive":          inactive(""),
	"inactive_3_loans":  inactive("contract_no"),
	"inactive_6_loans":  inactive("contract_no"),
	"inactive_12_loans": inactive("contract_no"),
	"households":        loanStock("all", "customer_code"),
	"groups":            loanStock("all", "group_code"),
	"overdue_loans":     loanStock("overdue", "contract_no"),
	"disbursed":         loanFlow,
	"collected":         loanFlow,
	"written_off":       loanFlow,
	"interest_paid":     {Facts: "loan_facts", Entries: "loan_flow_entries", Lake: true, Sums: "interest_sums"},
	"lending_turns":     {Facts: "loan_facts", Entries: "loan_flow_entries", Sums: "principal_flow_sums", Apart: true},
	"unpaid_interest":   {Facts: "loan_facts", Entries: "interest_stock_entries", Lake: true, Sums: "interest_sums"},

	"deposit_balance": {Facts: "deposit_facts", Entries: "deposit_stock_entries", Lake: true, Sums: "deposit_sums"},
	"savers":          {Facts: "deposit_facts", Counts: "customer_code", Entries: "deposit_stock_entries", Lake: true, Sums: "deposit_sums"},
	"deposits_in":     depositFlow,
	"deposits_out":    depositFlow,
	"members":         {Facts: "member_facts", Counts: "customer_code"},

	"deposit_groups":   groupCount("all"),
	"small_groups":     groupCount("all"),
	"overdue_groups":   groupCount("overdue"),
	"over_2pct_groups": groupCount("overdue"),
	"rating_good":      groupCount("all"),
	"rating_fair":      groupCount("all"),
	"rating_average":   groupCount("all"),
	"rating_weak":      groupCount("all"),
	"rating_unrated":   groupCount("all"),

	"groups_consolidated": {Facts: "closed_group_facts"},
	"visits_districts":    visits,
	"visits_communes":     visits,
	"visits_groups":       visits,
	"visits_households":   visits,
	"agreed_districts":    {Facts: "agreement_facts", Counts: "unit_code"},
	"agreed_communes":     {Facts: "agreement_facts", Counts: "unit_code"},
	"entrustment_fee":     {Facts: "fee_facts"},
	"group_commission":    {Facts: "fee_facts"},
	"sessions":            {Facts: "training_facts", Counts: "session_id"},
	"attendees":           {Facts: "training_facts"},
	"risk_decided":        {Facts: "risk_facts"},
	"risk_pending":        {Facts: "risk_facts"},
	"cases_decided":       {Facts: "risk_facts", Counts: "case_id"},
	"cases_pending":       {Facts: "risk_facts", Counts: "case_id"},
	"writeoff_decided":    {Facts: "risk_facts"},
	"writeoff_pending":    {Facts: "risk_facts"},
	"writeoffs_decided":   {Facts: "risk_facts", Counts: "case_id"},
	"writeoffs_pending":   {Facts: "risk_facts", Counts: "case_id"},
	"risk_rounds":         {Facts: "risk_facts", Counts: "round_code"},
	"planned_increase":    {Facts: "plan_facts"},
	"offices":             {Facts: "office_facts"},
	"use_check_due":       {Facts: "check_facts"},
	"use_check_in_time":   {Facts: "check_facts"},
}

// Lake tells whether entries behind the figure are in the lake's files.
func (o Origin) Lake() bool { return o.any(func(m Measure) bool { return m.Lake }) }

// somewhere are facts that lie in a place, as those of the ledgers do, or are of one thing that does: a scope finds them.
var somewhere = []string{"member_facts", "inspection_facts", "agreement_facts", "fee_facts", "risk_facts", "office_facts", "plan_facts", "closed_group_facts", "check_facts"}

// Rows tells whether rows of the source are behind the figure that a scope could not find: trainings, which are of no place.
func (o Origin) Rows() bool {
	return o.any(func(m Measure) bool { return m.Entries == "" && !slices.Contains(somewhere, m.Facts) })
}

// Whole tells whether the figure is a share of something of all unions.
func (o Origin) Whole() bool {
	return slices.ContainsFunc(o, func(q Quotient) bool {
		return slices.ContainsFunc(slices.Concat(q.Terms, q.Over), func(t Term) bool { return t.Whole })
	})
}

// From tells whether facts of one of these kinds are behind the figure: loan, deposit, group and so on.
func (o Origin) From(kinds ...string) bool {
	return o.any(func(m Measure) bool {
		return slices.ContainsFunc(kinds, func(kind string) bool { return strings.HasPrefix(m.Facts, kind) })
	})
}

// Enters tells whether entries that this SELECT of queries/explain lists are behind the figure.
func (o Origin) Enters(query string) bool {
	return o.any(func(m Measure) bool { return m.Entries == query })
}

func (o Origin) any(is func(Measure) bool) bool {
	return slices.ContainsFunc(o, func(q Quotient) bool {
		return slices.ContainsFunc(slices.Concat(q.Terms, q.Over), func(t Term) bool { return is(measures[t.Measure]) })
	})
}

// MeasureNamed finds a measure.
func MeasureNamed(name string) (Measure, bool) {
	m, ok := measures[name]
	return m, ok
}

// named are columns whose measure has another name, in any report.
var named = map[string]string{"balance": "deposit_balance", "turns": "lending_turns", "interest": "interest_paid"}

// renamed are columns that mean something else in one report.
var renamed = map[string]map[string]string{
	WatchGroupsByUnion.Name: {"small": "small_groups", "overdue": "overdue_groups", "over_2pct": "over_2pct_groups", "average": "rating_average", "weak": "rating_weak"},
	InspectionsByUnion.Name: {"districts": "visits_districts", "communes": "visits_communes", "groups": "visits_groups", "households": "visits_households"},
	AgreementsByUnion.Name:  {"districts": "agreed_districts", "communes": "agreed_communes"},
	RiskHandling.Name:       {"decided_loans": "cases_decided", "decided_principal": "risk_decided", "pending_loans": "cases_pending", "pending_principal": "risk_pending"},
	OverdueByCause.Name:     {"loans": "overdue_loans"},
}

var ratings = map[string]string{"good": "rating_good", "fair": "rating_fair", "average": "rating_average", "weak": "rating_weak", "unrated": "rating_unrated"}

// yearly are measures of flows, and of what happened, which reports show from 1 January unless the column says month.
var yearly = []string{
	"disbursed", "collected", "written_off", "interest_paid", "lending_turns", "deposits_in", "deposits_out", "groups_consolidated",
	"visits_districts", "visits_communes", "visits_groups", "visits_households", "entrustment_fee", "group_commission", "sessions", "attendees",
	"cases_decided", "cases_pending", "risk_decided", "risk_pending", "writeoffs_decided", "writeoffs_pending", "writeoff_decided", "writeoff_pending", "risk_rounds",
}

// OriginOf says what a column of a report is made of; for the headline report the row's key decides.
// ok is false for keys, names and what is no sum: see [SourceOf].
func OriginOf(report *Table, column, key string) (o Origin, ok bool) {
	if report == &Headline {
		o, ok = headlineOrigins[key]
		return o, ok && column == "value"
	}
	switch column {
	case "overdue_ratio":
		return over(plus("overdue"), plus("outstanding")), explained(report)
	case "frozen_ratio":
		return over(plus("frozen"), plus("outstanding")), explained(report)
	case "increase_completion":
		return over(changed("deposit_balance"), plus("planned_increase")), report == &DepositPlan
	case "overdue_growth":
		return over(changed("overdue"), []Term{{Measure: "overdue", Span: OnBase}}), explained(report)
	case "share":
		return over(plus("outstanding"), []Term{{Measure: "outstanding", Whole: true}}), explained(report)
	}
	name, change := strings.CutSuffix(column, "_change")
	name, month := strings.CutSuffix(name, "_month")
	name, _ = strings.CutSuffix(name, "_year")
	if other, ok := named[name]; ok {
		name = other
	}
	if other, ok := renamed[report.Name][name]; ok {
		name = other
	} else if other, ok := ratings[name]; ok && strings.HasPrefix(report.Name, "ratings_by_") {
		name = other
	}
	if _, known := measures[name]; !known || !explained(report) {
		return nil, false
	}
	terms := plus(name)
	if change {
		terms = changed(name)
	}
	if month {
		terms[0].Span = InMonth
	}
	return Origin{{Terms: terms}}, true
}

// explained tells whether a report's figures are sums and counts of the facts that its key picks: the published
// ones, those by place, programme, fund, term, group and cause, and lists of loans, savers, groups and places.
func explained(report *Table) bool {
	if report.Kind != Report {
		return false
	}
	return !report.Demand || slices.Contains(listed, report) ||
		slices.ContainsFunc([]string{"activity_by_", "credit_by_", "ratings_by_"}, func(family string) bool { return strings.HasPrefix(report.Name, family) })
}

// listed are the lists for action, and other reports on demand, whose figures are sums of facts.
var listed = []*Table{
	&OverdueByCause, &InactiveByUnion, &GroupSheet, &SmallGroups, &GroupsToWatch, &GroupsNotInspected, &GroupsToClose, &CommunesOver2pct, &OverdueRising, &DepositPlan,
	&ForgottenTransfers, &InactiveLoans, &InterestLate, &UseChecksMissing, &DueSoon, &OneTimeSavers, &MembershipMoves,
}

// plus is one term: on the as-of day, or from 1 January where the measure is a flow.
func plus(measure string) []Term {
	if slices.Contains(yearly, measure) {
		return []Term{{Measure: measure, Span: InYear}}
	}
	return []Term{{Measure: measure}}
}

func changed(measure string) []Term {
	return []Term{{Measure: measure}, {Measure: measure, Span: OnBase, Minus: true}}
}

func over(terms, denominator []Term) Origin { return Origin{{Terms: terms, Over: denominator}} }

func sum(terms []Term) Origin { return Origin{{Terms: terms}} }

// headlineOrigins are the keys of the headline report.
var headlineOrigins = map[string]Origin{
	"district_offices":      sum(plus("offices")),
	"lending_turns":         sum(plus("lending_turns")),
	"disbursed":             sum(plus("disbursed")),
	"outstanding":           sum(plus("outstanding")),
	"outstanding_change":    sum(changed("outstanding")),
	"entrusted_share_pct":   over(plus("outstanding"), plus("outstanding_all")),
	"households_per_group":  over(plus("households"), plus("groups")),
	"outstanding_per_group": over(plus("outstanding"), plus("groups")),
	"outstanding_per_group_change": {
		{Terms: plus("outstanding"), Over: plus("groups")},
		{Terms: []Term{{Measure: "outstanding", Span: OnBase}}, Over: []Term{{Measure: "groups", Span: OnBase}}, Minus: true},
	},
	"writeoff_loans_decided":       sum(plus("writeoffs_decided")),
	"writeoff_principal_decided":   sum(plus("writeoff_decided")),
	"writeoff_loans_pending":       sum(plus("writeoffs_pending")),
	"writeoff_principal_pending":   sum(plus("writeoff_pending")),
	"deposits_in":                  sum(plus("deposits_in")),
	"deposits_out":                 sum(plus("deposits_out")),
	"deposit_balance":              sum(plus("deposit_balance")),
	"deposit_change":               sum(changed("deposit_balance")),
	"deposit_members":              sum(plus("savers")),
	"deposit_members_pct":          over(plus("savers"), plus("members")),
	"deposit_groups_pct":           over(plus("deposit_groups"), plus("groups")),
	"deposit_plan_pct":             over(changed("deposit_balance"), plus("planned_increase")),
	"rating_good":                  sum(plus("rating_good")),
	"rating_fair":                  sum(plus("rating_fair")),
	"rating_average":               sum(plus("rating_average")),
	"rating_average_change":        sum(changed("rating_average")),
	"rating_weak":                  sum(plus("rating_weak")),
	"rating_weak_change":           sum(changed("rating_weak")),
	"groups_consolidated":          sum(plus("groups_consolidated")),
	"groups_overdue":               sum(plus("overdue_groups")),
	"groups_overdue_change":        sum(changed("overdue_groups")),
	"groups_overdue_gt2pct":        sum(plus("over_2pct_groups")),
	"groups_overdue_gt2pct_change": sum(changed("over_2pct_groups")),
	"groups_lt20_households":       sum(plus("small_groups")),
	"trained":                      sum(plus("attendees")),
	"entrustment_fee_paid":         sum(plus("entrustment_fee")),
	"group_commission_paid":        sum(plus("group_commission")),
	"rating_good_pct":              over(plus("rating_good"), plus("groups")),
	"rating_fair_pct":              over(plus("rating_fair"), plus("groups")),
	"rating_average_pct":           over(plus("rating_average"), plus("groups")),
	"rating_weak_pct":              over(plus("rating_weak"), plus("groups")),
	"groups_overdue_pct":           over(plus("overdue_groups"), plus("groups")),
	"groups_overdue_gt2pct_pct":    over(plus("over_2pct_groups"), plus("groups")),
	"overdue_total_mvnd":           sum(plus("overdue")),
	"risk_rounds":                  sum(plus("risk_rounds")),
	"inspections_district":         sum(plus("visits_districts")),
	"inspections_commune":          sum(plus("visits_communes")),
	"inspections_group":            sum(plus("visits_groups")),
	"inspections_household":        sum(plus("visits_households")),
	"use_checked_in_time_pct":      over(plus("use_check_in_time"), plus("use_check_due")),
}
