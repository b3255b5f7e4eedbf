// Package dbtest gives tests real database servers: each of its own, in a temporary folder, on a Unix
// socket and a free port of this machine, without a password and gone when the tests are.
//
// It refuses to mock: what has no server is skipped, saying what to install, and fails where nothing may
// be skipped (CI=true, or TEST_REQUIRE=all).
package dbtest
