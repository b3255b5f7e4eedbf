// Package replay turns the two ledgers into the facts and indicators of a branch, month by month.
//
// A month is one pass over its entries, sorted by contract (account), day and entry, beside the
// state that the month before left, and one pass over the contracts for what stands at its end.
// Contracts, groups and places are dense numbers; nothing in the hot loops looks up a text.
// Restoring the state of any month and going on gives the same rows as having started at the first.
//
// The definitions are those of the indicator catalogue. What it leaves open is read so:
//
//   - No order exists within a day: all entries of a day are applied, then balances, overdue runs,
//     lending turns and the cover of extensions are looked at.
//   - A reversal is never itself standing: it takes its original out of counts and dates, and its
//     amount out of the original's measure and class, in its own month.
//   - Principal lent, for covers and instalments, includes re-bookings.
//   - Instalments fall due on the days that stand on the as-of day; the opening's share of a
//     schedule counts as covered before any period.
//   - A membership in a group that is not in savings_group is a membership in no group (union 98).
//   - Members and mergers of a group count in the branch of the group's office; a group without a
//     known office counts in the first branch.
//   - Deposits of a customer are those that the branch keeps, which is all of them: deposit_ledger
//     has a customer's entries in one branch, whichever offices took them.
//   - Distinct counts and group figures are made per branch, of what it keeps: a household or group
//     with debt in two branches counts in both. Whoever adds branches up has to count again.
//
// Batches come from the caller; [ReadTable] decodes them from a Parquet file that the caller has
// opened, faster than a general reader because it knows what is looked at.
//
// It refuses to open files, to look at a clock, to guess where an entry is inconsistent (that is
// an error naming the contract), and to let a sum overflow.
package replay

import (
	"iter"

	"github.com/apache/arrow-go/v18/arrow"
)

// Tables reads a raw table of the lake, as batches of its Arrow schema in any order of rows. A
// batch is only used until the next one is asked for; a table that is not there has no batches.
type Tables func(name string) iter.Seq2[arrow.RecordBatch, error]
