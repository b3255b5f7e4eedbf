package pipeline

// UsageError says that what was asked for cannot be: a command ends with exit code 2.
type UsageError struct {
	Problem string
	Remedy  string // what to do, without a final period; may be empty
}

func (e *UsageError) Error() string { return withRemedy(e.Problem, e.Remedy) }

// RefusedError says that a check refused to publish: a command ends with exit code 3 and
// yesterday's figures stay.
type RefusedError struct {
	Problem string
	Remedy  string
	File    string // the built file, kept for inspection
}

func (e *RefusedError) Error() string { return withRemedy(e.Problem, e.Remedy) }

func withRemedy(problem, remedy string) string {
	if remedy == "" {
		return problem
	}
	return problem + "\n  → " + remedy
}
