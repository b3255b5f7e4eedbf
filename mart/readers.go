package mart

import (
	"context"
	_ "embed"
	"errors"
	"fmt"
	"strings"
)

// access writes the statements that let each role see what its policy says and nothing more.
func (p *Publication) access(ctx context.Context) (string, error) {
	var b strings.Builder
	former, err := p.former(ctx)
	if err != nil {
		return "", err
	}
	b.WriteString(former)
	for _, role := range p.config.Roles.Names() {
		var seen []table
		for _, t := range p.tables {
			if rows := t.rows(p.config.Roles[role]); rows != "" {
				seen = append(seen, t)
				fmt.Fprintf(&b, "GRANT SELECT ON %s TO %s; CREATE POLICY %s ON %[1]s FOR SELECT TO %[2]s USING (%[4]s);\n", name(t), quote(role), quote("uythac_"+role), rows)
			}
		}
		for _, n := range namespaces(seen) {
			fmt.Fprintf(&b, "GRANT USAGE ON SCHEMA %s TO %s;\n", quote(n), quote(role))
		}
	}
	return b.String(), nil
}

var (
	//go:embed sql/policies.sql
	policiesQuery string
	//go:embed sql/granted.sql
	grantedQuery string
)

// former takes away what the last publication gave.
func (p *Publication) former(ctx context.Context) (string, error) {
	policies, err := p.rows(ctx, policiesQuery)
	if err != nil {
		return "", err
	}
	roles, err := p.rows(ctx, grantedQuery)
	if err != nil {
		return "", err
	}
	var b strings.Builder
	for _, r := range policies {
		fmt.Fprintf(&b, "DROP POLICY IF EXISTS %s ON %s.%s;\n", quote(r[2]), quote(r[0]), quote(r[1]))
	}
	for _, r := range roles {
		for _, n := range namespaces(p.tables) {
			fmt.Fprintf(&b, "REVOKE ALL ON ALL TABLES IN SCHEMA %s FROM %s; REVOKE ALL ON SCHEMA %[1]s FROM %[2]s;\n", quote(n), quote(r[0]))
		}
	}
	return b.String(), nil
}

// roles makes the roles that are missing.
func (p *Publication) roles(ctx context.Context) error {
	for _, role := range p.config.Roles.Names() {
		if err := p.role(ctx, role); err != nil {
			return err
		}
	}
	return nil
}

// role makes a role that is missing, and refuses one that row-level policies do not hold.
func (p *Publication) role(ctx context.Context, role string) error {
	there, err := p.rows(ctx, "SELECT rolsuper OR rolbypassrls OR pg_has_role(oid, current_user, 'USAGE') FROM pg_roles WHERE rolname = "+literal(role))
	switch {
	case err != nil:
		return err
	case len(there) == 0:
		err := p.exec(ctx, "CREATE ROLE "+quote(role)+" NOLOGIN")
		if code(err) == "42501" {
			return fmt.Errorf("mart: %s may not make role %s\n  → let an administrator do it: CREATE ROLE %s NOLOGIN", p.where, role, quote(role))
		}
		return err
	case there[0][0] == "t" && !p.config.Roles[role].Whole():
		return errors.New("mart: row-level policies do not hold role " + role + ": it is a superuser, has BYPASSRLS, or is a member of the mart's owner\n  → take that from it, or give it another name in access.roles")
	}
	return nil
}
