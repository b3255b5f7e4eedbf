// Package mirror keeps a copy of a database's tables in the lake and makes it equal to them, again and
// again: the contract's tables as the source holds them, personal columns left out, nothing cleaned.
//
// There is no cursor and no watermark. Every table is cut into units ([control.Unit]); for each unit
// the source says in plain SQL how many rows it has, what they add up to and what their checksum is,
// and the same is computed from the Parquet files of the lake. Units that differ are read again, and
// only they; the month or table they stand in is written anew and looked at again after that. A late
// commit, an entry booked into a closed year, an edit, a delete, a restored backup and a load that
// was killed half way are one and the same thing here: units that differ.
//
// Where a source adds up ranges of keys cheaper than units ([source.Span]), these are asked for first; rows of
// a range on which both sides agree are not added up by units, since the checksum covers what names them.
//
// Every run compares the days of a recent window, one slice of the older days, which moves on from run
// to run until all of them were compared, and all buckets of the dimensions. What was changed is
// written down ([schemas.Heal]), and for dimensions what stood there before ([schemas.DimensionChange]).
//
// Ledgers are taken through the last closed day, and only so far as a replica has come. All tables of
// a run belong to one moment of the source: its read view.
//
// It refuses to go on when a unit still differs after it was read again, and to hand out a copy that
// no run has finished.
package mirror
