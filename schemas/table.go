// Package schemas describes every table of uythac once: the source contract, the facts, the
// indicators and the reports. Arrow schemas, Parquet writer properties, Iceberg schemas, DuckDB
// DDL with comments and the data dictionary are all computed from these values.
//
// It refuses to hold a second list of columns anywhere: no struct tags, no hand-written DDL.
package schemas

import (
	"fmt"
	"slices"
)

// Kind tells what a table is for, and with that where it lives in the warehouse.
type Kind uint8

// Dimension, Ledger and Operation tables are the source contract, Mirror tables its copy as a database
// holds it, before cleaning; the rest is computed.
const (
	Dimension Kind = iota
	Ledger
	Operation
	Fact
	Indicator
	Report
	Check
	Meta
	Mirror
	Trend
)

// Namespace is the DuckDB schema of a kind.
func (k Kind) Namespace() string {
	return [...]string{"dim", "ledger", "dim", "fact", "indicator", "report", "check", "meta", "mirror", "trend"}[k]
}

// Table is a table's whole description.
type Table struct {
	Name    string
	Kind    Kind
	Doc     string   // what a row is and what the table is for
	VI, EN  string   // title, for reports
	Key     []string // the columns that make a row unique
	Sort    []string // order of rows in a lake file; empty: Key
	Month   string   // date column whose month partitions the lake; empty: not by month
	Require bool     // a source must offer it
	Demand  bool     // a report or trend that is computed when it is asked for, not kept
	Running bool     // a trend read up to an as-of day, all days before it included; others are read on the day
	Proof   Proof    // how a copy is proved, for tables of the source contract
	Columns []Column
}

// Contract lists the source contract's tables in its order.
func Contract() []*Table {
	return []*Table{
		&Branch, &TransactionOffice, &Commune, &MassOrganisation, &LoanProgramme, &SavingsGroup,
		&Customer, &GroupMembership, &LoanContract, &PrincipalSchedule,
		&LoanLedger, &DepositLedger,
		&Agreement, &Inspection, &LoanUseCheck, &TrainingSession, &FeePayment, &RiskCase, &PlanTarget,
		&DebtCause, &GroupScore, &GLBalance, &BusinessDay,
	}
}

// Lake lists every table kept in the lake from which a warehouse is built: the contract's, the quarantine,
// the healing log, the facts and the indicators.
func Lake() []*Table {
	return append(Contract(),
		&Quarantine, &Tally, &Heal, &DimensionChange,
		&LoanMonth, &DepositMonth, &ContractState, &AccountState, &NegativeBalance,
		&GroupMonth, &UnionMonth, &CommuneMonth, &OfficeMonth, &ProgrammeMonth, &FundSourceMonth)
}

// All lists every table there is, reports and trends included.
func All() []*Table {
	return append(append(append(Lake(), &NationMonth, &CellMonth, &DebtMonth, &PrincipalEntry, &PrincipalSum, &PrincipalFlowSum, &InterestSum, &DepositSum, &DueAhead, &FeeBase, &FeeMonth, &FeeCommission, &FormerDebtor, &InterestLateMonth, &WriteOffMonth), append(append(Reports(), Demands()...), Trends()...)...), &ControlTotal, &PeriodAct, &ClosedFigure, &Run, &RunHistory, &RunStep, &RatingRule, &FeeRule, &FeeTier, &SmallBase, &Definition, &PinnedSnapshot, &CheckResult, &CheckRow)
}

// Lookup finds a table by name.
func Lookup(name string) (*Table, bool) {
	all := All()
	i := slices.IndexFunc(all, func(t *Table) bool { return t.Name == name })
	if i < 0 {
		return nil, false
	}
	return all[i], true
}

// Column finds a column by name.
func (t *Table) Column(name string) (Column, bool) {
	i := slices.IndexFunc(t.Columns, func(c Column) bool { return c.Name == name })
	if i < 0 {
		return Column{}, false
	}
	return t.Columns[i], true
}

// ByBranch tells whether the lake partitions the table by branch_code.
func (t *Table) ByBranch() bool {
	_, ok := t.Column("branch_code")
	return ok && t.Name != Branch.Name && t.Name != TransactionOffice.Name
}

// Order returns the columns that rows of a lake file are sorted by.
func (t *Table) Order() []string {
	if len(t.Sort) > 0 {
		return t.Sort
	}
	return t.Key
}

// stored returns the columns kept in the lake and the warehouse.
func (t *Table) stored() []Column {
	return slices.DeleteFunc(slices.Clone(t.Columns), func(c Column) bool { return c.Personal })
}

// Offered returns the columns that the source contract offers.
func (t *Table) Offered() []Column {
	return slices.DeleteFunc(slices.Clone(t.Columns), func(c Column) bool { return c.Lake })
}

func (t *Table) String() string { return fmt.Sprintf("%s.%s", t.Kind.Namespace(), t.Name) }
