package schemas

import (
	"slices"
	"strings"
)

// sources are where columns of lists come from that are no sums: a score, a date, what rules give.
var sources = map[string]*Table{
	"score": &GroupScore, "score_change": &GroupScore, "rating": &GroupScore, "rating_new": &GroupScore,
	"overdue_lost": &GroupScore, "session_lost": &GroupScore, "interest_lost": &GroupScore, "due_lost": &GroupScore, "deposit_lost": &GroupScore, "saver_lost": &GroupScore,
	"village": &SavingsGroup, "established_on": &SavingsGroup, "opened_month": &SavingsGroup, "opened_year": &SavingsGroup, "closed_month": &SavingsGroup,
	"closed_year": &SavingsGroup, "merged_month": &SavingsGroup, "merged_year": &SavingsGroup, "net_change": &SavingsGroup,
	"interest_late_members": &InterestLateMonth, "interest_paid_members": &InterestLateMonth, "late_interest": &InterestLateMonth,
	"next_due_on": &DueAhead, "due_30": &DueAhead, "due_60": &DueAhead, "due_90": &DueAhead,
	"checked_on": &LoanUseCheck, "inspected_on": &Inspection, "done": &Inspection, "done_at_milestone": &Inspection,
	"decided_on": &RiskCase, "decided_principal": &RiskCase, "decided_interest": &RiskCase, "principal": &RiskCase, "interest": &RiskCase, "loans": &RiskCase,
	"written_off": &WriteOffMonth, "interest_waived": &WriteOffMonth, "principal_difference": &WriteOffMonth, "interest_difference": &WriteOffMonth,
	"paid": &FeePayment, "paid_month": &FeePayment, "paid_year": &FeePayment,
	"planned": &PlanTarget, "completion": &PlanTarget, "completion_at_milestone": &PlanTarget, "balance_planned": &PlanTarget, "balance_completion": &PlanTarget,
	"commune_name": &Commune, "office_name": &TransactionOffice, "branch_name": &Branch, "union_name": &MassOrganisation, "programme_name": &LoanProgramme,
}

// bySubject is where the other columns of a row come from, by what the row is about.
var bySubject = []struct {
	key   string
	table *Table
}{
	{"contract_no", &LoanMonth}, {"group_code", &GroupMonth}, {"customer_code", &DepositMonth}, {"round_code", &RiskCase},
	{"commune_code", &CommuneMonth}, {"office_code", &OfficeMonth}, {"programme_code", &ProgrammeMonth}, {"fund_source", &FundSourceMonth},
	{"branch_code", &UnionMonth}, {"unit_code", &Agreement}, {"unit_level", &FeeMonth}, {"union_code", &NationMonth},
}

// subjects are where the codes of rows have their names and their days.
var subjects = map[string]*Table{
	"union_code": &MassOrganisation, "branch_code": &Branch, "office_code": &TransactionOffice, "commune_code": &Commune, "programme_code": &LoanProgramme,
	"group_code": &SavingsGroup, "contract_no": &LoanContract, "customer_code": &GroupMembership, "round_code": &RiskCase, "case_id": &RiskCase,
}

// SourceOf says which rows of the warehouse a column of a report is taken from that [OriginOf] does not know for a sum. A
// code of the key comes from the rows that it names. ok is false for other columns of a key, and where a report's rows are about nothing that the warehouse keeps.
func SourceOf(report *Table, column string) (t *Table, ok bool) {
	switch {
	case slices.Contains(report.Key, column):
		t, ok = subjects[column]
		return t, ok
	case report == &CommissionDue && !strings.HasPrefix(column, "paid_") && column != "commune_name":
		return &FeeCommission, true
	case report == &FeesDue && sources[column] == nil:
		return &FeeMonth, true
	case report == &MembershipMoves && sources[column] == nil:
		return &GroupMembership, true
	case strings.HasPrefix(column, "candidate_"), column == "merged_members":
		return &SavingsGroup, true
	case sources[column] != nil:
		return sources[column], true
	}
	for _, s := range bySubject {
		if slices.Contains(report.Key, s.key) {
			return s.table, true
		}
	}
	return nil, false
}
