// Package simulate makes up a branch of the bank, or a nation of branches, as its core system would
// offer it: every table and column of the source contract, personal data included.
//
// A branch is planned, not played day by day: for every year-end each union's groups, households,
// loans and deposits are given the balances that they shall have, and then the flows that lead there
// are laid out (opening balances, disbursements, repayments, transfers, write-offs, savings). The
// regular entries of every month, interest and savings, are not stored at all: they are a function of
// the plan and the month, so that any month can be produced alone, in parallel and in little memory.
//
// The preset published-2020 plans one branch so that its year-ends and its flows reach every figure of
// package published; it acts only on these inputs and holds no figure of its own. Without it the
// targets are drawn at random and branches differ in size, union mix, growth and arrears.
//
// The same options give the same bytes. The generator refuses to make data that break the contract:
// what cannot be planned (a branch of five households with two hundred groups) is planned smaller.
package simulate
