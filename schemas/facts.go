package schemas

import "slices"

// notKept are the columns of loan_ledger that principal_entry leaves out.
var notKept = []string{"booked_at", "new_maturity_on", "reverses_posted_on", "standing_activity_on"}

// Columns that every fact and indicator begins with.
func asOf(id int) Column {
	return col(id, "as_of", Date, "The as-of day: the month's last day, or the run's day in the open month.")
}

func branchOf(id int) Column {
	return col(id, "branch_code", Code, "Branch that keeps the contract or the deposits: see branch_code of loan_ledger and deposit_ledger.")
}

// attribution of a fact row on its as-of day: where it counts. See "Attribution" in the indicator catalogue.
func attribution(id int) []Column {
	return []Column{
		col(id, "group_code", Text, "Group on the as-of day; NULL for direct lending and customers never in a group.", null),
		col(id+1, "union_code", Code, "Union of the group; 98 without a group, 99 direct lending."),
		col(id+2, "commune_code", Code, "Commune of the group; NULL without a group.", null),
		col(id+3, "office_code", Code, "Office of the commune; without a group the contract's own, for deposits that of the latest entry."),
	}
}

// stood is [attribution] of what is added up, where nothing is NULL.
func stood(id int) []Column {
	return []Column{
		col(id, "group_code", Text, "Group; empty text without one."),
		col(id+1, "union_code", Code, "Union of the group; 98 without a group, 99 direct lending."),
		col(id+2, "commune_code", Code, "Commune of the group; empty text without a group."),
		col(id+3, "office_code", Code, "Office."),
	}
}

// summed are the columns of entries that are added up.
func summed(id int) []Column {
	return []Column{
		col(id, "entry_type", Code, "Type of the entries."),
		col(id+1, "reversal", Bool, "Whether they are reversals."),
		col(id+2, "this_month", Bool, "Of flows: whether they are of the as-of day's month."),
		col(id+3, "entries", Int32, "Entries with an amount.", unit("entries")),
		col(id+4, "amount", Int64, "Sum of their amounts, signed as the measure counts them.", dong),
	}
}

// flowKey is the key of flows of contracts that are added up.
var flowKey = []string{"as_of", "measure", "branch_code", "contract_no", "group_code", "union_code", "commune_code", "office_code", "entry_type", "from_class", "to_class", "reversal", "this_month"}

// contractSums are the columns of entries of contracts that are added up by measure.
func contractSums(measure string) []Column {
	return join([]Column{asOf(1), col(2, "measure", Code, measure), branchOf(3), col(4, "contract_no", Text, "Contract.")}, stood(5), []Column{
		col(9, "programme_code", Code, "Credit programme."),
		col(10, "fund_source", Code, "Source of funds."),
	}, summed(11), []Column{
		col(16, "from_class", Code, "from_class of the entries; empty text without one."),
		col(17, "to_class", Code, "to_class of the entries; empty text without one."),
	})
}

// classes returns a column per class of principal.
func classes(id int, prefix, doc string, names ...string) []Column {
	cols := make([]Column, len(names))
	for i, n := range names {
		cols[i] = col(id+i, prefix+n, Int64, doc+", "+n+".", dong)
	}
	return cols
}

var (
	principal = []string{"in_term", "overdue", "frozen"}
	interest  = []string{"in_term", "overdue"}
)

// loanFlows are the movements of a month, the same columns in loan_month and in every indicator.
func loanFlows() []Column {
	return packed(Delta, join(
		classes(200, "brought_forward_", "Balance brought forward (opening)", principal...),
		[]Column{col(203, "disbursed", Int64, "Doanh số cho vay: disbursements, re-bookings left out.", dong)},
		classes(204, "collected_", "Doanh số thu nợ: repayments, re-bookings left out", principal...),
		classes(207, "rebooked_", "Re-booked disbursements less re-booked repayments", principal...),
		classes(210, "written_off_", "Principal forgiven (xóa nợ)", principal...),
		[]Column{
			col(213, "in_term_to_overdue", Int64, "Moved from in term to overdue.", dong),
			col(214, "in_term_to_frozen", Int64, "Moved from in term to frozen.", dong),
			col(215, "overdue_to_in_term", Int64, "Moved from overdue to in term.", dong),
			col(216, "overdue_to_frozen", Int64, "Moved from overdue to frozen.", dong),
			col(217, "frozen_to_in_term", Int64, "Moved from frozen to in term.", dong),
			col(218, "frozen_to_overdue", Int64, "Moved from frozen to overdue.", dong),
		},
		classes(220, "interest_brought_", "Unpaid interest brought forward", interest...),
		classes(222, "interest_due_", "Interest that fell due", interest...),
		classes(224, "interest_paid_", "Interest collected", interest...),
		classes(226, "interest_waived_", "Interest forgiven", interest...),
		[]Column{
			col(228, "lending_turns", Int64, "Lượt hộ vay: contracts without opening that got their first standing disbursement, less those that a reversal left with none.", unit("turns")),
			col(229, "due_principal", Int64, "Instalments due in the month and not covered before it.", dong),
			col(230, "due_collected", Int64, "The part of due_principal covered on the as-of day.", dong),
			col(231, "due_principal_ytd", Int64, "Instalments due from 1 January to the as-of day and not covered before.", dong),
			col(232, "due_collected_ytd", Int64, "The part of due_principal_ytd covered on the as-of day.", dong),
		}))
}

func loanStocks() []Column {
	return join(
		classes(100, "", "Dư nợ by class", principal...),
		[]Column{col(103, "outstanding", Int64, "Dư nợ: in_term + overdue + frozen.", dong)},
		classes(104, "unpaid_interest_", "Lãi tồn; negative when prepaid", interest...))
}

// The facts: what the replay of the ledgers produces.
var (
	LoanMonth = Table{Name: "loan_month", Kind: Fact, Month: "as_of", Key: []string{"as_of", "branch_code", "contract_no"},
		Doc: "A row per contract and month with balance (principal or unpaid interest), movement or an instalment due: the monthly master extract.",
		Columns: packed(Plain, join([]Column{asOf(1), branchOf(2),
			col(3, "contract_no", Text, "Contract.", keyed),
			col(4, "customer_code", Text, "Borrower."),
		}, attribution(5), []Column{
			col(9, "programme_code", Code, "Credit programme."),
			col(10, "fund_source", Code, "Source of funds."),
			col(11, "lending_method", Code, "1 direct, 2 entrusted."),
			col(12, "moved_from_group", Text, "Group at the month-end before, when the group, union or place changed and the contract had a balance.", null),
			col(13, "moved_from_union", Code, "Union at the month-end before; set with a move.", null),
			col(14, "moved_from_commune", Code, "Commune at the month-end before; set with a move.", null),
			col(15, "moved_from_office", Code, "Office at the month-end before; set with a move.", null),
			col(16, "maturity_on", Date, "new_maturity_on of the latest standing extension, else session_maturity_on."),
			col(17, "overdue_since", Date, "First day of the last unbroken run of day-end overdue above zero.", null),
			col(18, "last_activity_on", Date, "Latest standing entry other than interest_due, interest_opening and transfer.", null),
			col(19, "first_disbursed_on", Date, "First standing disbursement, re-bookings left out; NULL when brought forward only.", null),
			col(20, "days_past_due", Int32, "Days since the oldest instalment due and not covered; 0 when nothing is outstanding.", unit("days")),
		}, classes(21, "opening_", "Balance at the month-end before", principal...), classes(24, "opening_unpaid_interest_", "Unpaid interest at the month-end before", interest...),
			loanStocks(), loanFlows()))}

	PrincipalEntry = Table{Name: "principal_entry", Kind: Fact, Key: []string{"entry_id"},
		Doc:     "Principal entries of the loan ledger, all that there are: what balances are made of. Interest entries, ten times as many, stay in the lake; interest_sum adds up those of the latest day.",
		Columns: slices.DeleteFunc(slices.Clone(LoanLedger.Columns), func(c Column) bool { return slices.Contains(notKept, c.Name) })}

	PrincipalSum = Table{Name: "principal_sum", Kind: Fact, Key: []string{"as_of", "branch_code", "contract_no", "entry_type", "from_class", "to_class", "reversal"},
		Doc: "Principal entries up to the latest day, and up to the day that changes are measured against, of contracts with a balance on it, added up: a figure goes down to them without a look at each.",
		Columns: join([]Column{asOf(1), branchOf(2), col(3, "contract_no", Text, "Contract.")}, stood(4), []Column{
			col(8, "programme_code", Code, "Credit programme."),
			col(9, "fund_source", Code, "Source of funds."),
			col(10, "owes", Bool, "Whether the contract has something outstanding on the day."),
			col(11, "owes_in_term", Bool, "Whether some of it is in term."),
			col(12, "owes_overdue", Bool, "Whether some of it is overdue."),
			col(13, "owes_frozen", Bool, "Whether some of it is frozen."),
			col(14, "entry_type", Code, "Type of the entries."),
			col(15, "from_class", Code, "from_class of the entries; empty text without one."),
			col(16, "to_class", Code, "to_class of the entries; empty text without one."),
			col(17, "reversal", Bool, "Whether they are reversals."),
			col(18, "entries", Int32, "Entries.", unit("entries")),
			col(19, "amount", Int64, "Sum of their amounts, none of which is negative.", dong),
		})}

	InterestSum = Table{Name: "interest_sum", Kind: Fact, Key: flowKey,
		Doc:     "Interest entries of the loan ledger behind unpaid_interest and interest_paid of the latest day, added up: a figure goes down to them without the lake.",
		Columns: contractSums("unpaid_interest: entries up to the day; interest_paid: those from 1 January, where the loan was at the end of their month.")}

	PrincipalFlowSum = Table{Name: "principal_flow_sum", Kind: Fact, Key: flowKey,
		Doc:     "Principal entries from 1 January to the latest day behind disbursed, lending_turns, collected and written_off, added up: a figure goes down to them without a look at each.",
		Columns: contractSums("disbursed, lending_turns, collected or written_off: entries of the months in which the contract has some, where the loan was at the end of their month.")}

	DepositSum = Table{Name: "deposit_sum", Kind: Fact, Key: []string{"as_of", "measure", "branch_code", "customer_code", "group_code", "union_code", "commune_code", "office_code", "entry_type", "reversal", "this_month"},
		Doc: "Entries of the deposit ledger behind deposit_balance, savers, deposits_in and deposits_out of the latest day, and behind the balance of the day that changes are measured against, added up: a figure goes down to them without the lake.",
		Columns: join([]Column{asOf(1), col(2, "measure", Code, "deposit_balance: entries up to the day; deposits_in, deposits_out: those from 1 January, where the customer was at the end of their month."),
			branchOf(3), col(4, "customer_code", Text, "Owner of the accounts.")}, stood(5), summed(9), []Column{
			col(14, "saver", Bool, "Of balances: whether the customer is a member with balance on the day."),
		})}

	DepositMonth = Table{Name: "deposit_month", Kind: Fact, Month: "as_of", Key: []string{"as_of", "branch_code", "customer_code"},
		Doc: "A row per deposit customer and month with balance or movement, all accounts together.",
		Columns: packed(Plain, join([]Column{asOf(1), branchOf(2), col(3, "customer_code", Text, "Owner of the accounts.", keyed)}, attribution(4), []Column{
			col(8, "moved_from_group", Text, "Group at the month-end before, when the group, union or place changed and the customer had a balance.", null),
			col(9, "moved_from_union", Code, "Union at the month-end before; set with a move.", null),
			col(10, "moved_from_commune", Code, "Commune at the month-end before; set with a move.", null),
			col(11, "moved_from_office", Code, "Office at the month-end before; set with a move.", null),
			col(12, "member", Bool, "Whether the customer has an open membership on the as-of day."),
			col(13, "accounts", Int32, "Accounts with balance or movement.", unit("accounts")),
			col(14, "opening_balance", Int64, "Balance at the month-end before.", dong),
			col(15, "balance", Int64, "Balance on the as-of day, all accounts.", dong),
			col(16, "brought_forward", Int64, "Balance brought forward (opening).", dong),
			col(17, "deposited", Int64, "Deposits.", dong),
			col(18, "interest", Int64, "Interest added.", dong),
			col(19, "withdrawn", Int64, "Withdrawals.", dong),
			col(20, "offset_loan", Int64, "Deposits used to pay the loan (offset).", dong),
			col(21, "standing_deposits", Int32, "Standing deposit entries ever.", unit("entries")),
			col(22, "regular_saver", Bool, "Member with a standing deposit in the as-of day's month and in each of the two before."),
			col(23, "one_time_saver", Bool, "Member with balance, exactly one standing deposit ever and no opening."),
		}))}

	ContractState = Table{Name: "contract_state", Kind: Fact, Month: "as_of", Key: []string{"as_of", "branch_code", "contract_no"},
		Doc: "What the replay carries from month to month for every contract ever seen, zero balances included.",
		Columns: packed(Plain, join([]Column{asOf(1), branchOf(2), col(3, "contract_no", Text, "Contract.", keyed)},
			classes(4, "", "Balance", principal...), classes(7, "unpaid_interest_", "Unpaid interest", interest...),
			[]Column{
				col(9, "opened", Int64, "Sum of openings, reversals negative.", dong),
				col(10, "openings", Int32, "Standing openings.", unit("entries")),
				col(11, "lent", Int64, "Sum of disbursements, re-bookings included, reversals negative.", dong),
				col(12, "paid", Int64, "Sum of repayments and write-offs, re-bookings included, reversals negative.", dong),
				col(13, "lent_before_year", Int64, "lent on the last 31 December strictly before the as-of day.", dong),
				col(14, "paid_before_year", Int64, "paid on the last 31 December strictly before the as-of day.", dong),
				col(15, "overdue_since", Date, "First day of the present run of day-end overdue.", null),
				col(16, "last_activity_on", Date, "Latest standing activity.", null),
				col(23, "first_entry_on", Date, "Day of the first entry."),
				col(17, "disbursed_days", Text, "Days of the standing disbursements, re-bookings left out, in order, separated by spaces.", null),
				col(18, "extensions", Text, "Standing extensions in order: entry_id:posted_on:new_maturity_on:covered, separated by spaces; days as numbers since 1970-01-01.", null),
			}, attribution(19)))}

	AccountState = Table{Name: "account_state", Kind: Fact, Month: "as_of", Key: []string{"as_of", "branch_code", "customer_code", "account_no"},
		Doc: "What the replay carries from month to month for every deposit account ever seen.",
		Columns: packed(Plain, join([]Column{asOf(1), branchOf(2),
			col(3, "customer_code", Text, "Owner.", keyed),
			col(4, "account_no", Text, "Account.", keyed),
			col(5, "balance", Int64, "Balance.", dong),
			col(6, "openings", Int32, "Standing openings.", unit("entries")),
			col(7, "deposits", Int32, "Standing deposit entries ever.", unit("entries")),
			col(8, "deposits_this_month", Int32, "Standing deposit entries of the as-of day's month.", unit("entries")),
			col(9, "deposits_last_month", Int32, "Standing deposit entries of the month before.", unit("entries")),
			col(10, "deposits_month_before", Int32, "Standing deposit entries of the month before that.", unit("entries")),
			col(11, "last_posted_on", Date, "Day of the latest entry."),
			col(12, "last_entry_id", Int64, "The latest entry.", grows),
			col(13, "last_office_code", Code, "Office of the latest entry."),
		}, attribution(14)))}

	NegativeBalance = Table{Name: "negative_balance", Kind: Fact, Month: "as_of", Key: []string{"as_of", "branch_code", "account", "key", "day"},
		Doc: "Class or account balances below zero at a day's end: they stop publication.",
		Columns: []Column{asOf(1), branchOf(2),
			col(3, "account", Code, "in_term, overdue, frozen or member_deposit."),
			col(4, "key", Text, "Contract, or customer and account."),
			col(5, "day", Date, "The day."),
			col(6, "balance", Int64, "The balance at that day's end, below zero.", dong),
		}}

	Quarantine = Table{Name: "quarantine", Kind: Meta, Key: []string{"table_name", "file", "line"},
		Doc: "Rows of the source that are not loaded, with the reason. Personal columns are left out.",
		Columns: []Column{
			col(1, "table_name", Code, "Table of the source contract."),
			col(2, "reason", Code, "Reason code."),
			col(3, "key", Text, "Key of the row as text."),
			col(4, "detail", Text, "What is wrong, in words."),
			col(5, "file", Code, "File or table the row came from."),
			col(6, "line", Int64, "Line in the file, or row number.", grows),
			col(7, "row_text", Text, "The row as text: column=value pairs, personal columns left out."),
			col(8, "run", Code, "Run that put it here."),
		}}

	Tally = Table{Name: "tally", Kind: Meta, Key: []string{"table_name"},
		Doc: "Rows read, kept, quarantined and waiting per table of the last extraction.",
		Columns: []Column{
			col(1, "table_name", Code, "Table of the source contract."),
			col(2, "present", Bool, "Whether the source offered the table."),
			col(3, "rows_read", Int64, "Rows read.", unit("rows")),
			col(4, "rows_kept", Int64, "Rows in the lake.", unit("rows")),
			col(5, "rows_quarantined", Int64, "Rows in quarantine.", unit("rows")),
			col(6, "rows_waiting", Int64, "Rows after the last day taken.", unit("rows")),
		}}
)

// packed gives whole numbers another encoding than Dictionary, which costs twice the time to write
// where values hardly repeat: facts are written every night and read once.
func packed(e Encoding, cols []Column) []Column {
	for i, c := range cols {
		if c.Encoding == Dictionary && (c.Type == Int64 || c.Type == Int32) {
			cols[i].Encoding = e
		}
	}
	return cols
}

func join(parts ...[]Column) []Column {
	var all []Column
	for _, p := range parts {
		all = append(all, p...)
	}
	return all
}
