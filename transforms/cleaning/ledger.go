package cleaning

import (
	"fmt"

	"github.com/apache/arrow-go/v18/arrow"

	"github.com/uythac/uythac/calendar"
	"github.com/uythac/uythac/schemas"
)

// Ledger judges the rows of loan_ledger or deposit_ledger. The calls come in this order: Clean for
// every batch, Look for every entry when NeedsLook, Resolve, then Settle and Records for every
// branch and month. Clean and Look take one goroutine; after Resolve the Ledger does not change and
// any number may use it.
type Ledger struct {
	Table   *schemas.Table
	books   *Books
	through calendar.Day
	types   []uint8

	closed   []*daySet // by office
	accounts *index    // deposits: customer, zero byte, account
	ranks    []uint32  // deposits: of each account its place in order of customer and account
	sorted   []uint32  // deposits: of each place its account
	homes    homes     // deposits: the branches of customers

	duplicates duplicates
	reversals  reversals
}

// NewLedger makes the judge of a ledger's entries up to and including a day.
func NewLedger(t *schemas.Table, b *Books, through calendar.Day) *Ledger {
	l := &Ledger{Table: t, books: b, through: through, types: loanTypes}
	if l.isDeposit() {
		l.types, l.accounts = depositTypes, newIndex()
	}
	offices := b.codes[schemas.TransactionOffice.Name].index.texts
	l.closed = make([]*daySet, offices.len())
	for i := range l.closed {
		l.closed[i] = b.days.of(offices.at(i))
	}
	l.duplicates.init()
	return l
}

func (l *Ledger) isDeposit() bool { return l.Table.Name == schemas.DepositLedger.Name }

// Clean judges each row of a batch by itself and against the books. It gives good entries and the
// number of their office's branch to take, counts the rows that wait because they were posted after the last
// day taken, and reports the rest, by row of the batch. The error is a *PaddedCode.
func (l *Ledger) Clean(batch arrow.RecordBatch, bad []BadCell, origins []Origin, take func(branch int, e Entry) error) (waiting int64, found []Finding, err error) {
	r, err := l.newRows(batch)
	if err != nil {
		return 0, nil, err
	}
	faults := r.faults(bad)
	for row := range int(batch.NumRows()) {
		if !r.posted.IsNull(row) && calendar.Day(r.posted.Value(row)) > l.through {
			waiting++
			continue
		}
		e := r.entry(row)
		e.Origin = origins[row]
		fault, faulty := faults[row]
		branch := 0
		if !faulty {
			if branch, fault, err = l.judge(r, row, &e); err != nil {
				return waiting, found, err
			}
		}
		if fault.Reason == "" {
			l.duplicates.add(e.ID)
			if e.is(reversal) {
				l.reversals.add(e)
			}
			if l.isDeposit() {
				l.homes.see(e.Who, branch)
			}
			if err := take(branch, e); err != nil {
				return waiting, found, err
			}
			continue
		}
		if !r.id.IsNull(row) {
			l.duplicates.addBad(e.ID)
		}
		fault.Row = row
		found = append(found, fault)
	}
	return waiting, found, nil
}

// earliest is the first day a ledger can have: policy lending of this kind began in 1995. A year
// mistyped as 0202 would otherwise be the ledger's first, with a report for every month since.
var earliest = calendar.Date(1990, 1, 1)

// judge looks at a row without faults of its own and completes its entry.
func (l *Ledger) judge(r *ledgerRows, row int, e *Entry) (branch int, f Finding, err error) {
	no := func(reason Reason, format string, args ...any) (int, Finding, error) {
		return 0, Finding{Reason: reason, Detail: fmt.Sprintf(format, args...)}, nil
	}
	if e.Posted < earliest {
		return no(BadDate, "posted_on is %s, before %s", e.Posted, earliest)
	}
	if e.Type == 0 {
		return no(UnknownEntryType, "entry_type is %q", cell(r.typ.array, row))
	}
	if !l.isDeposit() {
		if e.From == unknown || e.To == unknown {
			return no(UnknownClass, "from_class is %q, to_class is %q", cell(r.from.array, row), cell(r.to.array, row))
		}
		if !allowed(e.Type, e.From, e.To, e.is(reversal)) {
			return no(ClassNotAllowed, "%s does not move from %s to %s", describe(e), className(e.From), className(e.To))
		}
		if e.Type == extension && !e.is(reversal|matures) {
			return no(MissingValue, "new_maturity_on is missing in an extension")
		}
	}
	if e.Amount <= 0 {
		return no(BadAmount, "amount is %d", e.Amount)
	}
	office := r.office.value(row)
	if office == unknownNumber {
		code := []byte(cell(r.office.array, row))
		return 0, Finding{Reason: UnknownOffice, Detail: fmt.Sprintf("office %s is not in transaction_office", code)},
			l.books.codes[schemas.TransactionOffice.Name].padded(l.Table.Name, "office_code", code, e.Origin)
	}
	e.Office = uint32(office)
	place := l.books.office[office]
	if place < 0 {
		return no(UnknownOffice, "office %s is in quarantine itself", l.officeCode(e.Office))
	}
	if l.isDeposit() {
		e.Who, err = l.account(r, row, e.Origin)
	} else {
		contract := r.who.at(row)
		n, ok := l.books.findContract(contract)
		if !ok {
			return l.unknownContract(contract, e.Origin)
		}
		if e.Who = n; l.books.place[n] != place {
			return no(OfficeOfOtherBranch, "office %s is of branch %s, contract %s of branch %s", l.officeCode(e.Office),
				l.books.branches.texts.at(int(place)), contract, l.books.branches.texts.at(int(l.books.place[n])))
		}
	}
	if days := l.closed[office]; days != nil && !days.has(e.Posted) {
		return no(DayNotClosed, "%s is not a closed day of office %s", e.Posted, l.officeCode(e.Office))
	}
	return int(place), Finding{}, err
}

func (l *Ledger) officeCode(n uint32) []byte {
	return l.books.codes[schemas.TransactionOffice.Name].index.texts.at(int(n))
}

func (l *Ledger) unknownContract(no []byte, origin Origin) (int, Finding, error) {
	codes := l.books.codes[schemas.LoanContract.Name]
	if _, ok := codes.find(no); ok {
		return 0, Finding{Reason: UnknownContract, Detail: fmt.Sprintf("contract %s is in quarantine itself", no)}, nil
	}
	return 0, Finding{Reason: UnknownContract, Detail: fmt.Sprintf("contract %s is not in loan_contract", no)},
		codes.padded(l.Table.Name, "contract_no", no, origin)
}

// account numbers the account of a deposit. A customer that is not known is kept, unless its code lost its zeros.
func (l *Ledger) account(r *ledgerRows, row int, origin Origin) (uint32, error) {
	customer := r.who.at(row)
	r.key = append(append(append(r.key[:0], customer...), 0), r.account.at(row)...)
	n, fresh := l.accounts.intern(r.key)
	if fresh {
		customers := l.books.codes[schemas.Customer.Name]
		if _, ok := customers.find(customer); !ok {
			if err := customers.padded(l.Table.Name, "customer_code", customer, origin); err != nil {
				return 0, err
			}
		}
	}
	return uint32(n), nil
}

func describe(e *Entry) string {
	if e.is(reversal) {
		return "the reversal of " + typeNames[e.Type]
	}
	return typeNames[e.Type]
}

func className(c uint8) string {
	if c == outside {
		return "NULL"
	}
	return classNames[c]
}
