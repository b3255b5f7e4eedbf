// Package control computes the control totals that prove a copy equal to its source: per unit of a
// table its rows, the sums of its money columns and of its ids, and an order-free checksum over the
// text of every row.
//
// It computes the program's side, from what the lake finally stored. The source's side is plain SQL,
// written elsewhere and sharing nothing with this package but the definition:
//
//   - The text of a row is its columns in the contract's order, personal ones left out, joined by
//     U+001F. NULL is \N. Whole numbers are decimal, dates days since 1970-01-01, truth values 1 and 0,
//     rates whole numbers of 1/10,000, texts as they are. Timestamps are UTC, as 2020-01-31 08:00:00.25:
//     PostgreSQL writes the fraction without trailing zeros and leaves out a zero one, MariaDB writes six
//     digits. A cell that does not fit its column stands as the source's text.
//   - A row's hash has 64 bits: PostgreSQL's hashtextextended(text, 0), signed, or in MariaDB the first
//     16 hexadecimal digits of MD5(text), unsigned.
//   - The checksum of a unit is the exact sum of its rows' hashes. A sum, never XOR, under which a row
//     that is there twice would vanish.
//
// A unit is what is read again as a whole when its totals differ: a day and office of a ledger, a day of
// an operations table, a hash bucket of a dimension's key ([schemas.Proof]).
package control
