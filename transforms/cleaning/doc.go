// Package cleaning decides, row by row, what of a source goes into the lake. It is pure: record
// batches in, record batches and findings out; no I/O, no clock.
//
// Each defect has one answer (the contract's table "What real extracts get wrong"): a row is kept,
// or it is quarantined with a [Reason]; nothing is repaired, guessed or dropped in silence. Rows of
// the two ledgers after the last day taken wait, unjudged: read = kept + quarantined + waiting.
//
// Dimensions and operations fit in memory as a [Frame]: rows are judged as they come, then by key.
// Ledgers do not. Their rows become an [Entry] of 64 bytes without pointers, which the caller may
// spill and read again by branch and month, and they are judged in three steps:
//
//  1. [Ledger.Clean] looks at each row by itself and against the [Books]: what the dimensions know.
//  2. [Duplicates] and [Reversals] hold a few bits for each entry and the rows that need a second
//     look, and decide once all rows were seen.
//  3. [Activity] and [Ledger.Record] add what the replay needs to see on the row itself: branch,
//     the day of the entry that a reversal takes back, the activity that is left after it.
//
// A loan entry belongs to the branch of its office, which is its contract's. A deposit entry belongs
// to the branch that keeps its customer's deposits, because an account can only be followed whole:
// that of the office of the customer's first kept entry ([Ledger.Branch]).
//
// A whole file is refused ([PaddedCode]) when a code in it exists only with zeros in front: the
// file went through a spreadsheet, and quarantining its rows would hide what happened.
package cleaning

// Version is raised by hand when the same source gives other rows: an unchanged source is then read again.
const Version = 3
