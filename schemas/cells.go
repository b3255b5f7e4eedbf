package schemas

import (
	"slices"
	"strings"
)

// Cell is what a row of a table is about, as far as that decides what a role sees of it that asks for cells of few households
// to be suppressed: the households of a union, of one in an office, and so on. The zero value is not declared: such a role
// gets nothing of the table.
type Cell uint8

// The cells. Each but Nobody and Withheld is of a union, or of all of them where union_code is 00.
const (
	Undeclared   Cell = iota
	Nobody            // names, rules, days, officers: no household's figure
	Withheld          // single households, choices of rows that tell of some, and cuts whose households are not counted
	OfUnion           // over all branches
	OfBranch          // and a branch
	OfOffice          // and an office
	OfCommune         // and a commune
	OfGroup           // and a savings group
	OfProgramme       // and a programme
	OfFundSource      // and a fund source
	OfLevel           // as the column level says; rows of a suppressed cell are left out, for which there are tells of it
)

// Level is a kind of cell: where its households are counted and what such cells add up to.
type Level struct {
	Cell   Cell
	Name   string // in the column level of the series
	Code   string // column of its code, beside union_code; empty: the union is all
	Counts *Table // has a row a day for every branch, code and union with any figure
	Sum    Cell   // what those of a union add up to; OfUnion: all unions but 99 add up to 00
}

// Levels lists the levels from the top.
func Levels() []Level {
	return []Level{
		{OfUnion, "union", "", &NationMonth, OfUnion},
		{OfBranch, "branch", "branch_code", &UnionMonth, OfUnion},
		{OfOffice, "office", "office_code", &OfficeMonth, OfBranch},
		{OfCommune, "commune", "commune_code", &CommuneMonth, OfOffice},
		{OfGroup, "group", "group_code", &GroupMonth, OfCommune},
		{OfProgramme, "programme", "programme_code", &ProgrammeMonth, OfBranch},
		{OfFundSource, "fund_source", "fund_source", &FundSourceMonth, OfBranch},
	}
}

// Level finds the level of a cell; false for Nobody, Withheld and OfLevel.
func (c Cell) Level() (Level, bool) {
	i := slices.IndexFunc(Levels(), func(l Level) bool { return l.Cell == c })
	if i < 0 {
		return Level{}, false
	}
	return Levels()[i], true
}

// People are the columns of Counts that count people, those that a table has: few of any kind make a cell small.
var People = [...]string{"households_with_debt", "members", "savers"}

// celled lists the tables of each cell.
var celled = map[Cell][]*Table{
	Nobody: {
		&Branch, &TransactionOffice, &Commune, &MassOrganisation, &LoanProgramme, &SavingsGroup,
		&Run, &RatingRule, &FeeRule, &FeeTier, &Definition, &CheckResult, &Trainings,
	},
	OfUnion: {
		&NationMonth, &OutstandingByUnion, &DepositsByUnion, &RatingsByUnion, &WatchGroupsByUnion, &InspectionsByUnion, &AgreementsByUnion, &FeesByUnion,
		&ActivityByUnion, &CreditByUnion, &InactiveByUnion, &FeesByLevel, &PAR, &RollRates,
	},
	OfBranch:     {&UnionMonth, &ActivityByBranch, &CreditByBranch, &RatingsByBranch},
	OfOffice:     {&OfficeMonth, &ActivityByOffice, &CreditByOffice, &RatingsByOffice},
	OfCommune:    {&CommuneMonth, &FeeMonth, &ActivityByCommune, &CreditByCommune, &RatingsByCommune, &MembershipMoves, &GroupChanges, &FeesDue},
	OfGroup:      {&GroupMonth, &ActivityByGroup, &CreditByGroup, &RatingsByGroup, &GroupSheet, &CommissionDue},
	OfProgramme:  {&ProgrammeMonth, &ActivityByProgramme, &CreditByProgramme},
	OfFundSource: {&FundSourceMonth, &ActivityByFundSource, &CreditByFundSource},
	OfLevel:      {&Series, &Ratios},
	Withheld: {
		&LoanMonth, &RunHistory, &RunStep, &CheckRow,
		&CellMonth, &FeeBase, &FeeCommission, &ActivityByTerm, &CreditByTerm,
		&Headline, &RiskHandling, &RiskByStatus, &WriteOffs, &OverdueByCause,
		&SmallGroups, &GroupsToWatch, &GroupsNotInspected, &GroupsToClose, &CommunesOver2pct, &OverdueRising, &InspectionPlan, &DepositPlan, &AgreementsMissing,
		&DueSoon, &InterestLate, &UseChecksMissing, &OneTimeSavers, &ForgottenTransfers, &InactiveLoans,
		&Migration, &Vintage, &MaturityWall, &Concentration, &Seasonality,
	},
}

// Cell is what the table's rows are about.
func (t *Table) Cell() Cell {
	for c, tables := range celled {
		if slices.Contains(tables, t) {
			return c
		}
	}
	return Undeclared
}

// Names tells whether a column says what a row is about, and is no figure of it: the columns of the key, codes of places and
// organisations, and names.
func (t *Table) Names(c Column) bool {
	if slices.Contains(t.Key, c.Name) || c.Name == "union_code" || strings.HasSuffix(c.Name, "_name") {
		return true
	}
	return slices.ContainsFunc(Levels(), func(l Level) bool { return l.Code == c.Name })
}

// Suppressed is the table as a role has it that asks for suppression: any figure may be NULL.
func (t *Table) Suppressed() *Table {
	out := *t
	out.Columns = slices.Clone(t.Columns)
	for i, c := range t.Columns {
		out.Columns[i].Null = c.Null || !t.Names(c)
	}
	return &out
}
