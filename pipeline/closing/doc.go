// Package closing keeps reporting periods closed: it freezes the figures of a month's reports in the lake,
// with who did it and when, and tells later how the present figures differ from them and which rows of the
// lake have come, changed or gone since.
//
// Acts are only ever added. A period is closed when its last act closed it; closing it anew, after it was
// reopened, freezes the figures of that moment in place of the former ones, which stay in the lake's older
// snapshots.
//
// It computes no figure and reads no warehouse: figures come as values, and the snapshots that they were
// computed from are pinned with the act. It refuses to close what is closed and to reopen what is not.
package closing
