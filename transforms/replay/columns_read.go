package replay

import (
	"slices"
)

// Columns lists the columns of a raw table that the replay looks at; others may be left unread.
// It is empty for tables that it does not read.
func Columns(table string) []string { return slices.Clone(columns[table]) }

var columns = map[string][]string{
	"transaction_office": {"office_code", "branch_code"},
	"commune":            {"commune_code", "office_code", "valid_from", "valid_to"},
	"loan_programme":     {"programme_code", "short_name"},
	"savings_group":      {"group_code", "commune_code", "union_code", "established_on", "closed_on", "merged_into"},
	"group_membership":   {"customer_code", "group_code", "valid_from", "valid_to"},
	"loan_contract": {"contract_no", "customer_code", "office_code", "programme_code", "fund_source", "lending_method", "signed_on",
		"session_maturity_on"},
	"principal_schedule": {"contract_no", "due_on", "amount"},
	"loan_use_check":     {"contract_no", "checked_on"},
	"group_score": {"month_end", "group_code", "overdue_points", "session_points", "interest_points", "due_points", "deposit_points",
		"saver_points"},
	"loan_ledger": {"entry_id", "posted_on", "contract_no", "entry_type", "from_class", "to_class", "amount", "new_maturity_on",
		"rebooking", "reverses_entry_id", "reverses_posted_on", "standing_activity_on"},
	"contract_state": {"contract_no", "first_entry_on"},
	"deposit_ledger": {"entry_id", "posted_on", "office_code", "customer_code", "account_no", "entry_type", "amount",
		"reverses_entry_id", "reverses_posted_on"},
}
