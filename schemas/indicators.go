package schemas

func count(id int, name, u, doc string) Column { return col(id, name, Int64, doc, unit(u)) }

// loanMeasures count and sum loans; every cut has them.
func loanMeasures() []Column {
	return join(loanStocks(), []Column{
		count(110, "loans", "loans", "Entrusted contracts (of the union 99 row: direct ones) with outstanding above zero."),
		count(111, "households_with_debt", "households", "Hộ còn dư nợ: distinct customers with outstanding above zero."),
		count(112, "groups_with_debt", "groups", "Tổ có dư nợ: distinct groups with outstanding above zero."),
		count(113, "overdue_loans", "loans", "Loans with overdue above zero."),
		count(114, "frozen_loans", "loans", "Loans with frozen above zero."),
		count(115, "par_1_loans", "loans", "Loans with days_past_due >= 1."),
		count(116, "par_30_loans", "loans", "Loans with days_past_due > 30."),
		count(117, "par_90_loans", "loans", "Loans with days_past_due > 90."),
		count(118, "par_180_loans", "loans", "Loans with days_past_due > 180."),
		col(119, "par_1", Int64, "Outstanding of loans with days_past_due >= 1.", dong),
		col(120, "par_30", Int64, "Outstanding of loans with days_past_due > 30.", dong),
		col(121, "par_90", Int64, "Outstanding of loans with days_past_due > 90.", dong),
		col(122, "par_180", Int64, "Outstanding of loans with days_past_due > 180.", dong),
		count(123, "inactive_3_loans", "loans", "Inactive loans, last activity before cut(3) and not before cut(6)."),
		count(124, "inactive_6_loans", "loans", "Inactive loans, last activity before cut(6) and not before cut(12)."),
		count(125, "inactive_12_loans", "loans", "Inactive loans, last activity before cut(12)."),
		col(126, "inactive_3", Int64, "Outstanding of inactive_3_loans.", dong),
		col(127, "inactive_6", Int64, "Outstanding of inactive_6_loans.", dong),
		col(128, "inactive_12", Int64, "Outstanding of inactive_12_loans.", dong),
		count(129, "forgotten_transfers", "loans", "Loans with in_term above zero and maturity_on before the as-of day."),
		col(130, "forgotten_amount", Int64, "in_term of forgotten transfers.", dong),
		count(131, "use_check_due", "loans", "Loans whose first disbursement is at least 30 days before the as-of day."),
		count(132, "use_check_in_time", "loans", "Those of use_check_due with a check dated 0 to 30 days after the first disbursement."),
	}, loanFlows(), []Column{
		col(240, "moved_in", Int64, "Closing balances at the month-end before of contracts that came in from another row of this table.", dong),
		col(241, "moved_out", Int64, "Closing balances at the month-end before of contracts that left to another row of this table.", dong),
	})
}

// groupMeasures count members, savers, groups and ratings; cuts by place and union have them.
func groupMeasures() []Column {
	return []Column{
		count(140, "members", "members", "Tổ viên: customers with an open membership."),
		count(141, "savers", "members", "Members with deposit balance above zero."),
		count(142, "regular_savers", "members", "Members who saved in each of the last three calendar months."),
		count(143, "one_time_savers", "members", "Members with balance, exactly one standing deposit ever and no opening."),
		col(144, "deposit_balance", Int64, "Member deposits; leavers' deposits stay in.", dong),
		count(145, "deposit_groups", "groups", "Groups with debt and with deposits above zero."),
		count(146, "small_groups", "groups", "Groups with debt and fewer than 20 households with debt."),
		count(147, "overdue_groups", "groups", "Groups with overdue above zero."),
		count(148, "over_2pct_groups", "groups", "Groups with overdue / outstanding above 2 %, compared exactly."),
		count(149, "rating_good", "groups", "Groups with debt scored 85 or more (tốt)."),
		count(150, "rating_fair", "groups", "Groups with debt scored 70 to 84 (khá)."),
		count(151, "rating_average", "groups", "Groups with debt scored 50 to 69 (trung bình)."),
		count(152, "rating_weak", "groups", "Groups with debt scored under 50 (yếu)."),
		count(153, "rating_unrated", "groups", "Groups with debt without a score."),
		count(154, "groups_consolidated", "groups", "Groups closed in the month and merged into another."),
		col(250, "deposits_brought_forward", Int64, "Deposit balances brought forward (opening).", dong),
		col(251, "deposits_in", Int64, "Deposits and interest.", dong),
		col(252, "deposits_out", Int64, "Withdrawals and offsets.", dong),
		col(253, "deposits_moved_in", Int64, "Balances at the month-end before of customers that came in from another row.", dong),
		col(254, "deposits_moved_out", Int64, "Balances at the month-end before of customers that left to another row.", dong),
	}
}

// LoanMeasures lists the measures of loans, in column order.
func LoanMeasures() []Column { return loanMeasures() }

// GroupMeasures lists the measures of members, deposits and groups, in column order.
func GroupMeasures() []Column { return groupMeasures() }

// cut declares an indicator table; the first two columns are its key beside as-of day and branch.
func cut(name, doc string, grouped bool, keys ...Column) Table {
	cols := join([]Column{asOf(1), branchOf(2)}, keys, loanMeasures())
	if grouped {
		cols = append(cols, groupMeasures()...)
	}
	key := []string{"as_of", "branch_code"}
	for _, k := range keys[:min(2, len(keys))] {
		key = append(key, k.Name)
	}
	return Table{Name: name, Kind: Indicator, Month: "as_of", Key: key, Doc: doc, Columns: cols}
}

func unionKey(id int) Column {
	return col(id, "union_code", Code, "Union; 98 unassigned, 99 direct lending.")
}

// nation declares the table of all branches, which the warehouse computes and the lake does not hold.
func nation(name, doc string, key Column) Table {
	return Table{Name: name, Kind: Indicator, Key: []string{"as_of", key.Name}, Doc: doc, Columns: join([]Column{asOf(1), key}, loanMeasures(), groupMeasures())}
}

// The indicators: every stock and flow of the catalogue, a row per key with any figure that is not zero.
// Those of a branch count what it keeps: a household or a group may be in the rows of several.
var (
	GroupMonth = cut("group_month", "Indicators per savings group and branch; group_code is empty for customers without a group (union 98) and direct lending (99).", true,
		col(3, "group_code", Text, "Group; empty text without a group."), unionKey(4),
		col(5, "commune_code", Code, "Commune of the group; empty text without one."), col(6, "office_code", Code, "Office of the commune; empty text without a group."),
		col(7, "score", Int32, "Sum of the six scores at the last calendar month-end; NULL unrated.", null, unit("points")))
	UnionMonth      = cut("union_month", "Indicators per union and branch; nation_month has all branches together.", true, unionKey(3))
	NationMonth     = nation("nation_month", "Indicators per union over all branches: distinct households and groups are counted once, whichever branches keep them.", unionKey(3))
	CommuneMonth    = cut("commune_month", "Indicators per commune and union.", true, col(3, "commune_code", Code, "Commune; empty text without one."), unionKey(4))
	OfficeMonth     = cut("office_month", "Indicators per transaction office and union.", true, col(3, "office_code", Code, "Office."), unionKey(4))
	ProgrammeMonth  = cut("programme_month", "Loan indicators per credit programme and union.", false, col(3, "programme_code", Code, "Programme."), unionKey(4))
	FundSourceMonth = cut("fund_source_month", "Loan indicators per fund source and union.", false, col(3, "fund_source", Code, "Fund source."), unionKey(4))
	// CellMonth is computed by the warehouse and is not in the lake.
	CellMonth = Table{Name: "cell_month", Kind: Indicator, Key: []string{"as_of", "branch_code", "union_code", "office_code", "commune_code", "programme_code", "fund_source", "term"},
		Doc: "Loans added up per branch, union, place, programme, fund source and term, and deposits per branch, union and place, for the months whose facts are kept: what reports on demand add up.",
		Columns: []Column{asOf(1), branchOf(2), unionKey(3),
			col(4, "office_code", Code, "Office."), col(5, "commune_code", Code, "Commune; empty text without a group."),
			col(6, "programme_code", Code, "Programme; empty text for deposits."), col(7, "fund_source", Code, "Fund source; empty text for deposits."),
			col(8, "term", Code, "Term of the contract: 12 up to 12 months, 60 over 12 to 60, over for longer; empty text for deposits."),
			col(9, "in_term", Int64, "In term.", dong), col(10, "overdue", Int64, "Overdue.", dong), col(11, "frozen", Int64, "Frozen.", dong),
			col(12, "disbursed", Int64, "disbursed of the month.", dong), col(13, "collected", Int64, "collected in the month, all classes.", dong),
			col(14, "interest_paid", Int64, "interest_paid in the month.", dong), col(15, "written_off", Int64, "written_off in the month, all classes.", dong),
			count(16, "lending_turns", "turns", "lending_turns of the month."),
			col(17, "deposit_balance", Int64, "deposit_balance.", dong), col(18, "deposits_in", Int64, "deposits_in of the month.", dong), col(19, "deposits_out", Int64, "deposits_out of the month.", dong),
			col(20, "disbursed_year", Int64, "disbursed from 1 January, of the months whose facts are kept; so of all that follow.", dong), col(21, "collected_year", Int64, "collected from 1 January.", dong),
			col(22, "interest_paid_year", Int64, "interest_paid from 1 January.", dong), col(23, "written_off_year", Int64, "written_off from 1 January.", dong),
			count(24, "lending_turns_year", "turns", "lending_turns from 1 January."),
			col(25, "deposits_in_year", Int64, "deposits_in from 1 January.", dong), col(26, "deposits_out_year", Int64, "deposits_out from 1 January.", dong),
		}}
	// DebtMonth is computed by the warehouse and is not in the lake.
	DebtMonth = Table{Name: "debt_month", Kind: Indicator, Key: []string{"as_of", "branch_code", "union_code", "office_code", "commune_code", "group_code", "programme_code", "fund_source", "term", "customer_code"},
		Doc: "Entrusted loans that owe, added up per branch, union, office, group, programme, fund source and term, for the months whose facts are kept. Customers who owe on several loans have rows of their own: " +
			"households are the sum of sole_households and the distinct customer_code that are not empty.",
		Columns: []Column{asOf(1), branchOf(2), unionKey(3),
			col(4, "office_code", Code, "Office."), col(5, "commune_code", Code, "Commune; empty text without a group."), col(6, "group_code", Text, "Group; empty text without one."),
			col(7, "programme_code", Code, "Programme."), col(8, "fund_source", Code, "Fund source."), col(9, "term", Code, "Term of the contract, as in cell_month."),
			col(10, "customer_code", Text, "Customer who owes on several loans on the day; empty text for all others together."),
			count(11, "loans", "loans", "Loans with outstanding above zero."), count(12, "sole_households", "households", "Customers who owe on no other loan."),
			col(13, "outstanding", Int64, "Outstanding.", dong), col(14, "overdue", Int64, "Overdue.", dong),
			count(15, "inactive_3_loans", "loans", "Inactive loans, as in group_month."), count(16, "inactive_6_loans", "loans", "Inactive loans, as in group_month."),
			count(17, "inactive_12_loans", "loans", "Inactive loans, as in group_month."), col(18, "inactive", Int64, "Outstanding of inactive loans.", dong),
		}}
	// DueAhead is computed by the warehouse and is not in the lake.
	DueAhead = Table{Name: "due_ahead", Kind: Indicator, Key: []string{"as_of", "branch_code", "contract_no", "due_on"},
		Doc: "Instalments that fall due in the 90 days after each as-of day and are not covered on it, of loans that owe, for the months whose facts are kept.",
		Columns: []Column{asOf(1), branchOf(2), col(3, "contract_no", Text, "Contract."), col(4, "due_on", Date, "Day on which the instalments fall due."),
			col(5, "amount", Int64, "What is not covered of them.", dong)}}
	// FeeBase is computed by the warehouse and is not in the lake.
	FeeBase = Table{Name: "fee_base", Kind: Indicator, Key: []string{"as_of", "branch_code", "group_code", "annual_rate"},
		Doc: "Interest that a group's borrowers paid in the month, by the rate of their contracts, for the months whose facts are kept: what fees and commissions are computed from.",
		Columns: []Column{asOf(1), branchOf(2), col(3, "group_code", Text, "Group."), unionKey(4), col(5, "commune_code", Code, "Commune of the group."),
			col(6, "annual_rate", Rate, "Rate of the contracts, percent a year."),
			col(7, "paid_in_term", Int64, "interest_paid in term.", dong), col(8, "paid_overdue", Int64, "interest_paid overdue.", dong)}}
	// FeeMonth is computed by the warehouse and is not in the lake.
	FeeMonth = Table{Name: "fee_month", Kind: Indicator, Key: []string{"as_of", "commune_code", "union_code"},
		Doc: "Entrustment fees by the rules, per commune and union, for the months whose facts are kept.",
		Columns: []Column{asOf(1), col(2, "commune_code", Code, "Commune."), unionKey(3),
			col(4, "outstanding", Int64, "Outstanding, which the tier is found by; NULL without an indicator.", dong, null), col(5, "overdue", Int64, "Overdue.", dong, null),
			col(6, "percent", Int32, "What the tier leaves of the fee.", unit("percent")),
			col(7, "base", Int64, "Base of the fee.", dong), col(8, "full_fee", Int64, "Fee if nothing were overdue.", dong), col(9, "fee", Int64, "Fee.", dong),
			col(10, "central", Int64, "The centre's share of the fee.", dong), col(11, "province", Int64, "The province's share.", dong),
			col(12, "district", Int64, "The district's share.", dong), col(13, "commune", Int64, "The commune's share: the rest.", dong),
			col(14, "full_commune", Int64, "The commune's share if nothing were overdue.", dong)}}
	// FeeCommission is computed by the warehouse and is not in the lake.
	FeeCommission = Table{Name: "fee_commission", Kind: Indicator, Key: []string{"as_of", "group_code"},
		Doc: "Group commissions by the rules, for the months whose facts are kept.",
		Columns: []Column{asOf(1), col(2, "group_code", Text, "Group."), col(3, "base", Int64, "Base of the commission.", dong),
			col(4, "due", Int64, "Commission.", dong)}}
	// FormerDebtor is computed by the warehouse and is not in the lake.
	FormerDebtor = Table{Name: "former_debtor", Kind: Indicator, Key: []string{"as_of", "branch_code", "customer_code"},
		Doc: "Customers who owe in a group without being members any more, for the days that reports on demand answer for.",
		Columns: []Column{asOf(1), branchOf(2), col(3, "customer_code", Text, "Borrower."), col(4, "group_code", Text, "Group."), unionKey(5),
			col(6, "outstanding", Int64, "Outstanding.", dong)}}
	// InterestLateMonth is computed by the warehouse and is not in the lake.
	InterestLateMonth = Table{Name: "interest_late_month", Kind: Indicator, Key: []string{"as_of", "branch_code", "contract_no"},
		Doc: "Entrusted loans with unpaid interest older than three months, for the days that reports on demand answer for.",
		Columns: []Column{asOf(1), branchOf(2), col(3, "contract_no", Text, "Contract."), col(4, "customer_code", Text, "Borrower."),
			col(5, "group_code", Text, "Group; empty text without one."), unionKey(6), col(7, "commune_code", Code, "Commune; empty text without a group."),
			col(8, "office_code", Code, "Office."), col(9, "programme_code", Code, "Programme."), col(10, "outstanding", Int64, "Outstanding.", dong),
			col(11, "unpaid_interest", Int64, "Unpaid interest.", dong), col(12, "late_interest", Int64, "What of it is older than three months.", dong)}}
	// WriteOffMonth is computed by the warehouse and is not in the lake.
	WriteOffMonth = Table{Name: "write_off_month", Kind: Indicator, Key: []string{"as_of", "branch_code", "contract_no"},
		Doc: "What the ledger wrote off, for the months whose facts are kept.",
		Columns: []Column{asOf(1), branchOf(2), col(3, "contract_no", Text, "Contract."), col(4, "customer_code", Text, "Borrower."),
			col(5, "written_off", Int64, "Principal written off, all classes.", dong), col(6, "interest_waived", Int64, "Interest waived.", dong)}}
)
