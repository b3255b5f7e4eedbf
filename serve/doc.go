// Package serve is what the doors of uythac serve have in common: who asks, which version answers, and what is written down.
//
//	door ── who asks? ──▶ Desk ── account, role, policy ──▶ Guest
//	door ── Version ────▶ the published file, or that of the guest's role
//	door ── Ask ────────▶ a worker on that file, and no other ──▶ Answer ── Close ──▶ the audit log
//
// It denies by default: who shows no credentials, has no role, or has a role that no policy is configured for gets nothing; a
// role whose file is not there waits for it and never reads another; and where the audit log cannot be written nobody is answered.
//
// It refuses to speak a protocol: that is for the packages web and flight.
package serve
