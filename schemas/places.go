package schemas

// The places and organisations of the source contract.
var (
	Branch = Table{Name: "branch", Kind: Dimension, Require: true, Key: []string{"branch_code"},
		Doc: "Provincial branches (chi nhánh tỉnh).",
		Columns: []Column{
			col(1, "branch_code", Code, "Branch code, text."),
			col(2, "name", Text, "Name of the branch."),
		}}
	TransactionOffice = Table{Name: "transaction_office", Kind: Dimension, Require: true, Key: []string{"office_code"},
		Doc: "District transaction offices (phòng giao dịch cấp huyện) and the branch's own counter.",
		Columns: []Column{
			col(1, "office_code", Code, "Office code, text."),
			col(2, "branch_code", Code, "Branch of the office."),
			col(3, "name", Text, "Name of the office."),
		}}
	Commune = Table{Name: "commune", Kind: Dimension, Require: true, Key: []string{"commune_code", "valid_from"},
		Doc: "Communes (xã, phường, thị trấn), a row per period: they are merged and renamed over the years.",
		Columns: []Column{
			col(1, "commune_code", Code, "Commune code, text."),
			col(2, "office_code", Code, "Transaction office that serves the commune in this period."),
			col(3, "name", Text, "Name in this period."),
			col(4, "difficult", Bool, "Whether the commune is a difficult area (vùng khó khăn)."),
			col(5, "session_day", Int16, "Day of the month, 1 to 28, of the transaction session held in the commune.", unit("day of month")),
			col(6, "valid_from", Date, "First day of the period."),
			col(7, "valid_to", Date, "First day after the period; NULL while valid.", null),
			col(8, "merged_into", Code, "Commune that took it over, for information.", null),
		}}
	MassOrganisation = Table{Name: "mass_organisation", Kind: Dimension, Require: true, Key: []string{"union_code"},
		Doc: "Mass organisations entrusted with lending (tổ chức chính trị - xã hội nhận ủy thác); 99 is direct lending, 98 unassigned.",
		Columns: []Column{
			col(1, "union_code", Code, "Union code: 11 HND, 12 HPN, 13 HCCB, 14 ĐTN, 98 unassigned, 99 direct."),
			col(2, "short_name", Text, "Abbreviation."),
			col(3, "name_vi", Text, "Vietnamese name."),
			col(4, "name_en", Text, "English name."),
		}}
	LoanProgramme = Table{Name: "loan_programme", Kind: Dimension, Require: true, Key: []string{"programme_code"},
		Doc: "Credit programmes (chương trình tín dụng).",
		Columns: []Column{
			col(1, "programme_code", Code, "Programme code, text."),
			col(2, "short_name", Text, "Short name; HSSV (students) is exempt from the inactivity indicator."),
			col(3, "name_vi", Text, "Vietnamese name."),
			col(4, "name_en", Text, "English name."),
			col(5, "annual_rate", Rate, "Lending rate.", unit("percent a year")),
			col(6, "interest_grace", Bool, "Whether no monthly interest is paid while in grace (students, housing)."),
		}}
	SavingsGroup = Table{Name: "savings_group", Kind: Dimension, Require: true, Key: []string{"group_code"},
		Doc: "Savings-and-loan groups (tổ tiết kiệm và vay vốn). A group's union and commune never change.",
		Columns: []Column{
			col(1, "group_code", Text, "Group code; leading zeros are part of it.", keyed),
			col(2, "commune_code", Code, "Commune of the group."),
			col(3, "village", Text, "Village (thôn) of the group."),
			col(4, "union_code", Code, "Union that runs the group."),
			col(5, "leader_name", Text, "Name of the group's leader.", personal),
			col(6, "established_on", Date, "Day the group was set up."),
			col(7, "closed_on", Date, "Day the group was closed.", null),
			col(8, "merged_into", Text, "Group it was merged into, set with closed_on.", null),
		}}
	Customer = Table{Name: "customer", Kind: Dimension, Require: true, Key: []string{"customer_code"},
		Doc: "Customers (khách hàng): the household's representative.",
		Columns: []Column{
			col(1, "customer_code", Text, "Customer code, text.", keyed),
			col(2, "full_name", Text, "Name.", personal),
			col(3, "birth_date", Date, "Birth date.", personal),
			col(4, "gender", Code, "Gender.", personal),
			col(5, "national_id", Text, "Identity card number.", personal),
			col(6, "phone", Text, "Telephone number.", personal),
			col(7, "address", Text, "Address.", personal),
			col(8, "household_kind", Code, "poor, near_poor, escaped_poor or other (hộ nghèo, cận nghèo, mới thoát nghèo)."),
		}}
	GroupMembership = Table{Name: "group_membership", Kind: Dimension, Require: true, Key: []string{"customer_code", "valid_from"},
		Doc: "Membership of customers in groups (tổ viên), a row per period; at most one open at a time.",
		Columns: []Column{
			col(1, "customer_code", Text, "Customer.", keyed),
			col(2, "group_code", Text, "Group."),
			col(3, "valid_from", Date, "First day in the group."),
			col(4, "valid_to", Date, "First day no longer in the group; NULL while a member.", null),
		}}
	LoanContract = Table{Name: "loan_contract", Kind: Dimension, Require: true, Key: []string{"contract_no"},
		Doc: "Loan contracts (khế ước). Entrusted when lending_method is 2.",
		Columns: []Column{
			col(1, "contract_no", Text, "Contract number.", keyed),
			col(2, "customer_code", Text, "Borrower."),
			col(3, "office_code", Code, "Office that keeps the contract."),
			col(4, "programme_code", Code, "Credit programme."),
			col(5, "fund_source", Code, "Source of funds: 1 central (trung ương), 2 local (địa phương)."),
			col(6, "lending_method", Code, "1 direct (trực tiếp), 2 entrusted (ủy thác)."),
			col(7, "approved_amount", Int64, "Amount approved.", dong),
			col(8, "annual_rate", Rate, "Lending rate of the contract.", unit("percent a year")),
			col(9, "signed_on", Date, "Day of signature."),
			col(10, "contract_maturity_on", Date, "Maturity written in the contract."),
			col(11, "session_maturity_on", Date, "Maturity moved to the commune's session day: the one that decides overdue."),
			col(12, "branch_code", Code, "Branch of the contract's office.", lake),
		}}
	PrincipalSchedule = Table{Name: "principal_schedule", Kind: Dimension, Key: []string{"contract_no", "due_on"},
		Doc: "Instalments of principal (phân kỳ trả nợ gốc).",
		Columns: []Column{
			col(1, "contract_no", Text, "Contract.", keyed),
			col(2, "due_on", Date, "Day the instalment falls due."),
			col(3, "amount", Int64, "Instalment.", dong),
			col(4, "branch_code", Code, "Branch of the contract's office.", lake),
		}}
)
