package schemas

// The two ledgers. Lake files are sorted by contract (account), day and entry.
var (
	LoanLedger = Table{Name: "loan_ledger", Kind: Ledger, Require: true, Key: []string{"entry_id"}, Month: "posted_on", Proof: Proof{Day: "posted_on", Office: "office_code"},
		Sort: []string{"contract_no", "posted_on", "entry_id"},
		Doc:  "Entries of the loan ledger. A principal entry moves amount from one class of a contract to another; NULL is outside the loan.",
		Columns: []Column{
			col(1, "entry_id", Int64, "Entry number, unique; grows with booking, with gaps.", jumps),
			col(2, "posted_on", Date, "Business day: the only date that decides a period."),
			col(3, "booked_at", Timestamp, "When the row appeared in the source, UTC.", grows),
			col(4, "office_code", Code, "Office that posted the entry."),
			col(5, "contract_no", Text, "Contract.", keyed),
			col(6, "entry_type", Code, "opening, disbursement, repayment, transfer, write_off, extension, interest_opening, interest_due, interest_paid or interest_waived."),
			col(7, "from_class", Code, "Class the amount leaves: in_term, overdue, frozen; NULL outside the loan.", null),
			col(8, "to_class", Code, "Class the amount enters.", null),
			col(9, "amount", Int64, "Amount, above zero.", dong, jumps),
			col(10, "new_maturity_on", Date, "New maturity; extensions only.", null),
			col(11, "rebooking", Bool, "Internal re-booking (đảo khoản): neither lending nor collection."),
			col(12, "reverses_entry_id", Int64, "The entry that this one takes back (bút toán hủy).", null),
			col(13, "branch_code", Code, "Branch of the entry's office, which is the contract's.", lake),
			col(14, "reverses_posted_on", Date, "Business day of the entry that this one takes back.", lake, null),
			col(15, "standing_activity_on", Date, "On a reversal: the contract's latest day, up to this one, with a standing entry other than interest_due, interest_opening and transfer; NULL when none is left.", lake, null),
		}}
	DepositLedger = Table{Name: "deposit_ledger", Kind: Ledger, Key: []string{"entry_id"}, Month: "posted_on", Proof: Proof{Day: "posted_on", Office: "office_code"},
		Sort: []string{"customer_code", "account_no", "posted_on", "entry_id"},
		Doc:  "Entries of members' savings (tiền gửi của tổ viên). opening, deposit and interest add to the account; withdrawal and offset take from it.",
		Columns: []Column{
			col(1, "entry_id", Int64, "Entry number, unique.", jumps),
			col(2, "posted_on", Date, "Business day."),
			col(3, "booked_at", Timestamp, "When the row appeared in the source, UTC.", grows),
			col(4, "office_code", Code, "Office that posted the entry."),
			col(5, "customer_code", Text, "Owner of the account.", keyed),
			col(6, "account_no", Text, "Account; a customer may hold two.", keyed),
			col(7, "entry_type", Code, "opening, deposit, withdrawal, offset or interest."),
			col(8, "amount", Int64, "Amount, above zero.", dong, jumps),
			col(9, "reverses_entry_id", Int64, "The entry that this one takes back.", null),
			col(10, "branch_code", Code, "Branch that keeps the customer's deposits: that of the office of the customer's first entry, by day and then by entry_id.", lake),
			col(11, "reverses_posted_on", Date, "Business day of the entry that this one takes back.", lake, null),
		}}
)
