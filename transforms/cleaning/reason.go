package cleaning

// Reason says why a row is in quarantine.
type Reason string

// The reasons. Rows get the first that applies, in the order of the checks: cells, then values,
// then the row against others.
const (
	BadNumber    Reason = "bad_number"    // not a whole number, or not a decimal number, as the contract writes it
	BadAmount    Reason = "bad_amount"    // money that is not a whole number above zero
	BadDate      Reason = "bad_date"      // not 2020-12-31, or an entry before 1990
	BadTimestamp Reason = "bad_timestamp" // not 2020-12-31 23:59:59
	BadBoolean   Reason = "bad_boolean"   // not true or false
	MissingValue Reason = "missing_value" // NULL where the contract has none

	UnknownEntryType Reason = "unknown_entry_type"
	UnknownClass     Reason = "unknown_class"
	ClassNotAllowed  Reason = "class_not_allowed" // the entry's type does not move from or to this class
	ScoreOutOfRange  Reason = "score_out_of_range"

	UnknownContract     Reason = "unknown_contract"
	UnknownOffice       Reason = "unknown_office"
	UnknownUnion        Reason = "unknown_union"          // a group's: its figures would be in no row and no total
	OfficeOfOtherBranch Reason = "office_of_other_branch" // the entry's office is of another branch than its contract's
	DayNotClosed        Reason = "day_not_closed"         // business_day does not list the day as closed

	DuplicateEqual     Reason = "duplicate_equal"     // the same key and content again; one such row is kept
	DuplicateDifferent Reason = "duplicate_different" // the same key with other content; none is kept
	BadReversal        Reason = "bad_reversal"

	RepeatedHeader Reason = "repeated_header"
	TotalLine      Reason = "total_line"
	SignatureLine  Reason = "signature_line"
)

// Finding is a row that is not kept.
type Finding struct {
	Row    int // in the batch that was cleaned
	Reason Reason
	Detail string // what is wrong, in words
}

// BadCell is a cell that its source could not read; it is null in the batch.
type BadCell struct {
	Row, Column int
	Text        string
}
