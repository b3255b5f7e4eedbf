package replay

import (
	"testing"

	"github.com/uythac/uythac/schemas"
)

// TestMeasures holds the numbers of measures against the columns that they are written to.
func TestMeasures(t *testing.T) {
	for number, name := range map[int]string{
		mInTerm: "in_term", mOverdue: "overdue", mFrozen: "frozen", mTotal: "outstanding", mUnpaid: "unpaid_interest_in_term",
		mLoans: "loans", mHouseholds: "households_with_debt", mGroups: "groups_with_debt", mOverdueLoans: "overdue_loans", mFrozenLoans: "frozen_loans",
		mPastLoans: "par_1_loans", mPast: "par_1", mInactiveLoans: "inactive_3_loans", mInactive: "inactive_3",
		mForgotten: "forgotten_transfers", mForgottenAmount: "forgotten_amount", mChecksDue: "use_check_due", mChecksInTime: "use_check_in_time",
		mFlows: "brought_forward_in_term", mFlows + disbursed: "disbursed", mFlows + collected: "collected_in_term", mFlows + rebooked: "rebooked_in_term",
		mFlows + writtenOff: "written_off_in_term", mFlows + moved: "in_term_to_overdue", mFlows + interestBrought: "interest_brought_in_term",
		mFlows + interestDue: "interest_due_in_term", mFlows + interestPaid: "interest_paid_in_term", mFlows + interestWaived: "interest_waived_in_term",
		mFlows + lendingTurns: "lending_turns", mFlows + duePrincipal: "due_principal", mFlows + dueCollected: "due_collected",
		mFlows + duePrincipalYear: "due_principal_ytd", mFlows + dueCollectedYear: "due_collected_ytd", mMovedIn: "moved_in", mMovedOut: "moved_out",
		mMembers: "members", mSavers: "savers", mRegular: "regular_savers", mOneTime: "one_time_savers", mDeposits: "deposit_balance",
		mDepositGroups: "deposit_groups", mSmall: "small_groups", mOverdueGroups: "overdue_groups", mOverTwo: "over_2pct_groups",
		mGood: "rating_good", mFair: "rating_fair", mAverage: "rating_average", mWeak: "rating_weak", mUnrated: "rating_unrated",
		mConsolidated: "groups_consolidated", mDepositsBrought: "deposits_brought_forward", mDepositsIn: "deposits_in", mDepositsOut: "deposits_out",
		mDepositsMovedIn: "deposits_moved_in", mDepositsMovedOut: "deposits_moved_out",
	} {
		if measureNames[number] != name {
			t.Errorf("measure %d is written to %s, not %s", number, measureNames[number], name)
		}
	}
	if len(measureNames) != measures || len(schemas.LoanMeasures()) != loanMeasures {
		t.Errorf("there are %d and %d columns for %d and %d measures", len(measureNames), len(schemas.LoanMeasures()), measures, loanMeasures)
	}
	for k, table := range cutTables() {
		for _, m := range schemas.LoanMeasures() {
			if _, ok := table.Column(m.Name); !ok {
				t.Errorf("cut %d: %s has no %s", k, table.Name, m.Name)
			}
		}
	}
}
