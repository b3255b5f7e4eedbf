package cleaning

import (
	"bytes"
	"fmt"

	"github.com/uythac/uythac/schemas"
)

// reference is a column that holds another table's codes; with level, only in rows where that column is value.
type reference struct{ table, column, to, level, value string }

// references lists every column of the frames that holds another table's codes, plan_target.unit_code
// apart, which does not say what it is a code of.
var references = []reference{
	{"transaction_office", "branch_code", "branch", "", ""},
	{"commune", "office_code", "transaction_office", "", ""},
	{"commune", "merged_into", "commune", "", ""},
	{"savings_group", "commune_code", "commune", "", ""},
	{"savings_group", "union_code", "mass_organisation", "", ""},
	{"savings_group", "merged_into", "savings_group", "", ""},
	{"group_membership", "customer_code", "customer", "", ""},
	{"group_membership", "group_code", "savings_group", "", ""},
	{"loan_contract", "customer_code", "customer", "", ""},
	{"loan_contract", "office_code", "transaction_office", "", ""},
	{"loan_contract", "programme_code", "loan_programme", "", ""},
	{"principal_schedule", "contract_no", "loan_contract", "", ""},
	{"agreement", "union_code", "mass_organisation", "", ""},
	{"agreement", "unit_code", "transaction_office", "unit_level", "district"},
	{"agreement", "unit_code", "commune", "unit_level", "commune"},
	{"inspection", "union_code", "mass_organisation", "", ""},
	{"inspection", "target_code", "transaction_office", "target_level", "district"},
	{"inspection", "target_code", "commune", "target_level", "commune"},
	{"inspection", "target_code", "savings_group", "target_level", "group"},
	{"inspection", "target_code", "customer", "target_level", "household"},
	{"loan_use_check", "contract_no", "loan_contract", "", ""},
	{"fee_payment", "union_code", "mass_organisation", "", ""},
	{"fee_payment", "unit_code", "branch", "unit_level", "province"},
	{"fee_payment", "unit_code", "transaction_office", "unit_level", "district"},
	{"fee_payment", "unit_code", "commune", "unit_level", "commune"},
	{"fee_payment", "unit_code", "savings_group", "unit_level", "group"},
	{"risk_case", "contract_no", "loan_contract", "", ""},
	{"plan_target", "union_code", "mass_organisation", "", ""},
	{"plan_target", "programme_code", "loan_programme", "", ""},
	{"debt_cause", "contract_no", "loan_contract", "", ""},
	{"group_score", "group_code", "savings_group", "", ""},
	{"gl_balance", "office_code", "transaction_office", "", ""},
	{"business_day", "office_code", "transaction_office", "", ""},
}

// PaddedCode is a code that exists only with zeros in front: a spreadsheet took it for a number.
// The file to refuse is the one with the short code.
type PaddedCode struct {
	Table, Column string // where the short code stands
	Origin        Origin
	Short, Full   string
	Other         string // the table that has the full code
}

func (e *PaddedCode) Error() string {
	return fmt.Sprintf("%s.%s: code %q is nowhere but %q is in %s", e.Table, e.Column, e.Short, e.Full, e.Other)
}

// maxPadding is how many zeros may have been lost; the longest code of the contract has 16 characters.
const maxPadding = 15

// codes is the key column of a table that others refer to, by content.
type codes struct {
	frame *Frame
	col   *frameColumn
	index *index // over distinct values of a Code, or over the rows of a Text
	rows  []int  // of each distinct value of a Code: a row that has it
}

// newCodes indexes the first key column of a frame: all rows read, quarantined ones included.
func newCodes(f *Frame) *codes {
	c := &codes{frame: f, col: f.column(f.Table.Key[0])}
	if c.col.Type == schemas.Code {
		c.index, c.rows = c.col.codes, make([]int, c.col.codes.texts.len())
		for i := len(c.col.ints) - 1; i >= 0; i-- {
			if n := c.col.ints[i]; n >= 0 {
				c.rows[n] = i
			}
		}
		return c
	}
	c.index = &index{texts: &c.col.texts}
	for i := range c.col.texts.len() {
		if !c.col.null[i] {
			c.index.put(i)
		}
	}
	return c
}

// find returns a row with the code.
func (c *codes) find(code []byte) (row int, ok bool) {
	n, ok := c.index.find(code)
	if ok && c.rows != nil {
		n = c.rows[n]
	}
	return n, ok
}

// padded looks for an unknown code with zeros in front, or without them.
func (c *codes) padded(table, column string, code []byte, origin Origin) error {
	full := code
	for range maxPadding {
		full = append([]byte("0"), full...)
		if _, ok := c.find(full); ok {
			return &PaddedCode{table, column, origin, string(code), string(full), c.frame.Table.Name}
		}
	}
	for short := code; len(short) > 1 && short[0] == '0'; {
		short = short[1:]
		if row, ok := c.find(short); ok {
			return &PaddedCode{c.frame.Table.Name, c.frame.Table.Key[0], c.frame.origins[row], string(short), string(code), table}
		}
	}
	return nil
}

// check refuses a frame whose references to a table's codes lost their zeros, or those codes theirs.
func (r reference) check(f *Frame, to *codes) error {
	c := f.column(r.column)
	var level *frameColumn
	if r.level != "" {
		level = f.column(r.level)
	}
	var seen []bool // of the distinct values of a Code: whether it was looked at
	if c.Type == schemas.Code && level == nil {
		seen = make([]bool, c.codes.texts.len())
	}
	for row := range f.Len() {
		if c.null[row] || level != nil && string(level.text(row)) != r.value {
			continue
		}
		if seen != nil {
			if seen[c.ints[row]] {
				continue
			}
			seen[c.ints[row]] = true
		}
		code := c.text(row)
		if _, ok := to.find(code); ok || everything(code) {
			continue
		}
		if err := to.padded(r.table, r.column, code, f.origins[row]); err != nil {
			return err
		}
	}
	return nil
}

// everything tells whether a code is 0, 00 and so on, which stands for all of something.
func everything(code []byte) bool { return len(bytes.TrimLeft(code, "0")) == 0 }
