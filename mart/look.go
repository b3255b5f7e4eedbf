package mart

import "context"

// Look tells which run a mart has, without changing anything; empty: none yet. An error is what a publication would meet.
func Look(ctx context.Context, c Config) (run string, err error) {
	s, err := connect(ctx, c)
	if err != nil {
		return "", err
	}
	defer s.close()
	p := &Publication{server: s, config: c, tables: tables(c.Roles)}
	if _, _, err := p.spaces(ctx); err != nil {
		return "", err
	}
	there, err := s.rows(ctx, "SELECT to_regclass("+literal(note)+") IS NOT NULL, has_database_privilege(current_database(), 'CREATE')")
	if err != nil {
		return "", err
	}
	if there[0][1] != "t" {
		return "", s.denied()
	}
	if there[0][0] != "t" {
		return "", nil
	}
	last, err := s.rows(ctx, "SELECT run FROM "+note)
	if err != nil || len(last) == 0 {
		return "", err
	}
	return last[0][0], nil
}
