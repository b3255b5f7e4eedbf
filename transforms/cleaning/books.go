package cleaning

import (
	"fmt"

	"github.com/uythac/uythac/calendar"
	"github.com/uythac/uythac/schemas"
)

// Books is what the dimensions know and the ledgers are held against. It holds on to the frames it
// was made from.
type Books struct {
	Findings map[string][]Finding // rows of frames that refer to nothing, by table and row of the frame

	codes       map[string]*codes
	branches    *index  // branch codes that offices name
	office      []int32 // of each distinct code in transaction_office: its branch, or -1 where it is not kept
	days        *openDays
	contract    []uint32 // of each row of loan_contract: its number in contract_no's order, plus one; 0 is not kept
	contracts   []int    // rows of loan_contract, by number
	place       []int32  // of each contract by number: its branch
	instalments []uint32 // of each row of principal_schedule: its contract's number plus one
}

// NewBooks joins sorted frames, by table name; a table that is absent has an empty frame. It takes
// rows out of them that cannot be placed: groups of an unknown union, contracts of an unknown office,
// instalments of an unknown contract. The error is a *PaddedCode.
func NewBooks(frames map[string]*Frame) (*Books, error) {
	b := &Books{Findings: map[string][]Finding{}, codes: map[string]*codes{}, branches: newIndex()}
	for _, r := range references {
		if b.codes[r.to] == nil {
			b.codes[r.to] = newCodes(frames[r.to])
		}
		if err := r.check(frames[r.table], b.codes[r.to]); err != nil {
			return nil, err
		}
	}
	b.placeOffices(frames[schemas.TransactionOffice.Name])
	b.placeContracts(frames[schemas.LoanContract.Name])
	b.reject(frames[schemas.SavingsGroup.Name], UnknownUnion, "union_code", schemas.MassOrganisation.Name)
	b.rejectInstalments(frames[schemas.PrincipalSchedule.Name])
	b.days = newOpenDays(frames[schemas.BusinessDay.Name])
	return b, nil
}

func (b *Books) placeOffices(f *Frame) {
	c := b.codes[f.Table.Name]
	b.office = make([]int32, c.index.texts.len())
	for i := range b.office {
		b.office[i] = -1
	}
	for _, row := range f.Rows() {
		n, _ := b.branches.intern(f.column("branch_code").text(row))
		b.office[c.col.ints[row]] = int32(n)
	}
}

func (b *Books) placeContracts(f *Frame) {
	office := f.column("office_code")
	b.Findings[f.Table.Name] = f.reject(UnknownOffice, func(row int) string {
		if _, ok := b.officeBranch(office.text(row)); !ok {
			return fmt.Sprintf("office %s is not in transaction_office", office.text(row))
		}
		return ""
	})
	b.contract = make([]uint32, f.Len())
	b.contracts = f.Rows()
	for n, row := range f.Rows() {
		b.contract[row] = uint32(n + 1)
		branch, _ := b.officeBranch(office.text(row))
		b.place = append(b.place, branch)
	}
}

func (b *Books) officeBranch(code []byte) (branch int32, ok bool) {
	n, ok := b.codes[schemas.TransactionOffice.Name].index.find(code)
	if !ok {
		return -1, false
	}
	return b.office[n], b.office[n] >= 0
}

// reject takes out rows whose code another table does not know, union 98 and 99 apart.
func (b *Books) reject(f *Frame, reason Reason, column, to string) {
	c := f.column(column)
	b.Findings[f.Table.Name] = f.reject(reason, func(row int) string {
		code := c.text(row)
		if _, ok := b.codes[to].find(code); ok || string(code) == "98" || string(code) == "99" {
			return ""
		}
		return fmt.Sprintf("%s is not in %s", code, to)
	})
}

func (b *Books) rejectInstalments(f *Frame) {
	c := f.column("contract_no")
	b.instalments = make([]uint32, f.Len())
	b.Findings[f.Table.Name] = f.reject(UnknownContract, func(row int) string {
		n, ok := b.findContract(c.text(row))
		if !ok {
			return fmt.Sprintf("contract %s is not in loan_contract", c.text(row))
		}
		b.instalments[row] = n + 1
		return ""
	})
}

// findContract returns a contract's number in the order of contract_no.
func (b *Books) findContract(no []byte) (n uint32, ok bool) {
	row, ok := b.codes[schemas.LoanContract.Name].find(no)
	if !ok || b.contract[row] == 0 {
		return 0, false
	}
	return b.contract[row] - 1, true
}

// contractNo is the contract's text, by number.
func (b *Books) contractNo(n uint32) []byte {
	return b.codes[schemas.LoanContract.Name].col.texts.at(b.contracts[n])
}

// Branches lists the branches that offices belong to, by number.
func (b *Books) Branches() []string {
	var all []string
	for i := range b.branches.texts.len() {
		all = append(all, string(b.branches.texts.at(i)))
	}
	return all
}

// BranchOf returns the branch of a kept row of loan_contract or principal_schedule.
func (b *Books) BranchOf(t *schemas.Table, row int) string {
	contracts := b.contract
	if t.Name == schemas.PrincipalSchedule.Name {
		contracts = b.instalments
	}
	return string(b.branches.texts.at(int(b.place[contracts[row]-1])))
}

// Through is the last day such that no office has an open business_day on or before it, and false
// when there are no business days.
func (b *Books) Through() (calendar.Day, bool) { return b.days.through() }
