package replay

import (
	"cmp"
	"slices"
	"sort"

	"github.com/uythac/uythac/calendar"
)

// checks are the rows of loan_use_check, by contract and day.
type checks struct {
	contracts texts
	at        []int32
	day       []calendar.Day
}

func (c *checks) read(read Tables) error {
	type row struct {
		text int32 // of all
		day  calendar.Day
	}
	var rows []row
	var all arena
	err := scan("loan_use_check", read("loan_use_check"), func(b *batch) {
		contract, day := b.words("contract_no"), b.days("checked_on")
		rows = room(rows, b.n)
		all.grow(b.n)
		for i := 0; b.err == nil && i < b.n; i++ {
			rows = append(rows, row{int32(len(all.end)), day.at(i, never)})
			all.add(contract.at(i))
		}
	})
	words := all.pieces()
	slices.SortFunc(rows, func(a, b row) int {
		return cmp.Or(cmp.Compare(words.at(a.text), words.at(b.text)), cmp.Compare(a.day, b.day))
	})
	var contracts arena
	c.day = make([]calendar.Day, len(rows))
	for i, r := range rows {
		c.day[i] = r.day
		if i == 0 || words.at(r.text) != words.at(rows[i-1].text) {
			contracts.add(words.at(r.text))
			c.at = append(c.at, int32(i))
		}
	}
	c.at = append(c.at, int32(len(rows)))
	c.contracts = newTexts(contracts.pieces())
	return err
}

// perContract returns the days on which the use of each of contracts was checked, in order.
func (c *checks) perContract(contracts *texts) [][]calendar.Day {
	list := make([][]calendar.Day, contracts.len())
	find := c.contracts.finder()
	for ord := range list {
		if i := find(contracts.at(int32(ord))); i != none {
			list[ord] = c.day[c.at[i]:c.at[i+1]]
		}
	}
	return list
}

// inTime tells whether one of days lies 0 to 30 days after the first disbursement.
func inTime(days []calendar.Day, first calendar.Day) bool {
	i := sort.Search(len(days), func(i int) bool { return days[i] >= first })
	return i < len(days) && days[i] <= first+30
}
