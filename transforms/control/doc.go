// Package control computes the control totals that prove a copy equal to its source: per unit of a
// table its rows, the sums of its money columns and of its ids, and an order-free checksum over the
// rows.
//
// It computes the program's side, from what the lake finally stored. The source's side is plain SQL,
// written elsewhere and sharing nothing with this package but the definition:
//
//   - PostgreSQL: a row's hash is a chain over its columns in the contract's order, personal ones left
//     out and columns beyond the contract by name behind them. Each link hashes one cell with the hash so
//     far as its seed, the first with 0: texts and rates by hashtextextended(text, seed), NULL like
//     the empty text; numbers by hashint8extended(number, seed); truth values as 1, 0 and NULL as 2; dates
//     and moments by timestamp_hash_extended(moment, seed), UTC, NULL like -infinity; other NULLs as the
//     smallest number; numbers of 64 bits that no sum covers once more by their upper half, since that hash folds both
//     halves into one. Half the work for the server of writing the row as one text, which is what decides
//     how much of it a night may compare.
//   - MariaDB and MySQL: a row's hash is the CRC-32 of the decimal digits of the CRC-32 of its cells as texts,
//     joined by U+001F. NULL is the empty text; moments have six digits behind the second, rates ten. A hash of 32 bits misses one edit
//     in four billion, and the sums beside it see most of these; 64 bits of SHA1 cost the server as much again.
//   - The checksum of a unit is the exact sum of its rows' hashes. A sum, never XOR, under which a row
//     that is there twice would vanish.
//
// Columns that the lake holds otherwise than the source, as keyed hashes, are in no checksum. Of their tables
// the source tells a witness as well: a checksum of all columns, salted, which is compared with that of the run before.
//
// A cell that does not fit its column stands as the source's text.
//
// A unit is what is read again as a whole when its totals differ: a day and office of a ledger, a day of
// an operations table, a hash bucket of the first column of a dimension's key ([schemas.Proof]).
package control
