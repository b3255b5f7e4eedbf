package simulate

// filler finds what makes the rows of a table of the contract for one branch; nil for other tables. The two ledgers
// come by months, the others ignore the chunk.
func filler(table string) func(*branch, *sheet, chunk) {
	whole := func(fill func(*branch, *sheet)) func(*branch, *sheet, chunk) {
		return func(b *branch, s *sheet, _ chunk) { fill(b, s) }
	}
	switch table {
	case "branch":
		return whole((*branch).branchRow)
	case "transaction_office":
		return whole((*branch).officeRows)
	case "commune":
		return whole((*branch).communeRows)
	case "mass_organisation":
		return whole((*branch).unionRows)
	case "loan_programme":
		return whole((*branch).programmeRows)
	case "savings_group":
		return whole((*branch).groupRows)
	case "customer":
		return whole((*branch).customerRows)
	case "group_membership":
		return whole((*branch).membershipRows)
	case "loan_contract":
		return whole((*branch).contractRows)
	case "principal_schedule":
		return whole((*branch).scheduleRows)
	case "loan_ledger":
		return (*branch).loanLedger
	case "deposit_ledger":
		return (*branch).depositLedger
	case "agreement":
		return whole((*branch).agreementRows)
	case "inspection":
		return whole((*branch).inspectionRows)
	case "loan_use_check":
		return whole((*branch).checkRows)
	case "training_session":
		return whole((*branch).trainingRows)
	case "fee_payment":
		return whole((*branch).feeRows)
	case "risk_case":
		return whole((*branch).riskRows)
	case "plan_target":
		return whole((*branch).planRows)
	case "debt_cause":
		return whole((*branch).causeRows)
	case "group_score":
		return whole((*branch).scoreRows)
	case "gl_balance":
		return whole((*branch).generalLedger)
	case "business_day":
		return whole((*branch).dayRows)
	}
	return nil
}
