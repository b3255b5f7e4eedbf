package main

import (
	"bufio"
	"fmt"
	"io"
	"os"
	"strings"
	"time"

	"github.com/spf13/cobra"
	"golang.org/x/term"

	"github.com/uythac/uythac/account"
	"github.com/uythac/uythac/render"
	"github.com/uythac/uythac/schemas"
)

func (a *app) user() *cobra.Command {
	cmd := &cobra.Command{
		Use: "user", Short: "Add and remove the users of uythac serve, and make tokens for their programs",
		Long: "Users are kept in the file serve.accounts, passwords and tokens as argon2id hashes. A server that runs takes changes up at once.",
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) > 0 {
				return unknown("command of user", args[0], []string{"add", "token", "list", "remove"})
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	cmd.AddCommand(a.userAdd(), a.userToken(), a.userList(), a.userRemove())
	return cmd
}

// accounts reads the accounts file, has it changed, and writes it.
func (a *app) accounts(change func(config, *account.Book) error) error {
	c, err := a.load("serve.accounts")
	if err != nil {
		return err
	}
	b, err := account.Read(c.doors.Accounts)
	if err != nil {
		return err
	}
	if err := change(c, &b); err != nil {
		problem, remedy, _ := strings.Cut(err.Error(), "\n  → ")
		return misuse(remedy, "user: %s", problem)
	}
	return b.Write(c.doors.Accounts)
}

func (a *app) userAdd() *cobra.Command {
	var role, until string
	var without bool
	cmd := &cobra.Command{
		Use: "add NAME", Short: "Add a user, or give one another role, end or password",
		Long: "The password is asked for, or read as the first line of the standard input. --no-password leaves the one there is; a new user then has tokens only.",
		Args: arguments(1, 1, "uythac user add NAME --role ROLE"),
		RunE: func(_ *cobra.Command, args []string) error {
			expires, err := a.until(until)
			if err != nil {
				return err
			}
			return a.accounts(func(c config, b *account.Book) error {
				if _, ok := c.Roles[role]; !ok {
					return fmt.Errorf("there is no role %q in access.roles\n  → take one of: %s", role, strings.Join(c.Roles.Names(), ", "))
				}
				password := ""
				if !without {
					if password, err = a.ask(); err != nil {
						return err
					}
				}
				return b.Put(args[0], role, password, expires)
			})
		},
	}
	cmd.Flags().StringVar(&role, "role", "", "what the user may see: a `role` of access.roles")
	cmd.Flags().BoolVar(&without, "no-password", false, "leave the password as it is, or none")
	untilFlag(cmd, &until)
	_ = cmd.MarkFlagRequired("role") // the flag is there
	return cmd
}

func (a *app) userToken() *cobra.Command {
	var until, note string
	cmd := &cobra.Command{
		Use: "token NAME", Short: "Make a token for a user's program, and print it this once",
		Args: arguments(1, 1, "uythac user token NAME"),
		RunE: func(_ *cobra.Command, args []string) error {
			expires, err := a.until(until)
			if err != nil {
				return err
			}
			var token string
			err = a.accounts(func(_ config, b *account.Book) (err error) {
				token, err = b.Issue(args[0], expires, note)
				return err
			})
			if err != nil {
				return err
			}
			_, err = fmt.Fprintln(a.stdout, token)
			return err
		},
	}
	cmd.Flags().StringVar(&note, "note", "", "what it is `for`, to be listed")
	untilFlag(cmd, &until)
	return cmd
}

func (a *app) userRemove() *cobra.Command {
	var token string
	cmd := &cobra.Command{
		Use: "remove NAME", Short: "Remove a user, or one token of a user",
		Args: arguments(1, 1, "uythac user remove NAME [--token ID]"),
		RunE: func(_ *cobra.Command, args []string) error {
			return a.accounts(func(_ config, b *account.Book) error { return b.Remove(args[0], token) })
		},
	}
	cmd.Flags().StringVar(&token, "token", "", "only the token of this `ID`")
	return cmd
}

func (a *app) userList() *cobra.Command {
	cmd := &cobra.Command{Use: "list", Short: "List users and tokens, without their secrets", Args: arguments(0, 0, "uythac user list")}
	format := formatFlag(cmd)
	cmd.RunE = func(*cobra.Command, []string) error {
		if err := oneOf("format", *format, render.Formats()); err != nil {
			return err
		}
		c, err := a.load("serve.accounts")
		if err != nil {
			return err
		}
		b, err := account.Read(c.doors.Accounts)
		if err != nil {
			return err
		}
		return printTable(a.stdout, *format, accountTable(b))
	}
	return cmd
}

// accountTable is a line per password and token.
func accountTable(b account.Book) render.Table {
	t := render.Table{}
	for _, name := range []string{"user", "role", "by", "expires", "note"} {
		t.Columns = append(t.Columns, schemas.Column{Name: name, Type: schemas.Text})
	}
	end := func(at time.Time) any {
		if at.IsZero() {
			return nil
		}
		return at.UTC().Format(time.DateOnly)
	}
	for _, u := range b.Accounts {
		by := any("password")
		if u.Password == "" {
			by = nil
		}
		t.Rows = append(t.Rows, []any{u.Name, u.Role, by, end(u.Expires), nil})
		for _, k := range u.Tokens {
			t.Rows = append(t.Rows, []any{u.Name, u.Role, "token " + k.ID, end(k.Expires), k.Note})
		}
	}
	return t
}

func untilFlag(cmd *cobra.Command, into *string) {
	cmd.Flags().StringVar(into, "until", "", "last `day`, as 2027-12-31 (default: no end)")
}

// until is the end of a day in the zone of the nights; zero without one.
func (a *app) until(text string) (time.Time, error) {
	last, err := day("--until", text)
	if err != nil || last == nil {
		return time.Time{}, err
	}
	c, err := a.load()
	if err != nil {
		return time.Time{}, err
	}
	y, m, d := last.YMD()
	return time.Date(y, time.Month(m), d+1, 0, 0, 0, 0, c.zone()), nil
}

// ask reads a password: twice from a terminal, where it is not shown, else the first line of the standard input.
func (a *app) ask() (string, error) {
	if !isTerminal(os.Stdin) {
		line, err := bufio.NewReader(io.LimitReader(os.Stdin, 64<<10)).ReadString('\n')
		if line = strings.TrimRight(line, "\r\n"); line == "" {
			return "", fmt.Errorf("no password on the standard input (%w)\n  → give it as a line, or take --no-password", err)
		}
		return line, nil
	}
	var twice [2]string
	for i, prompt := range []string{"password: ", "again: "} {
		fmt.Fprint(a.stderr, prompt)
		text, err := term.ReadPassword(int(os.Stdin.Fd()))
		fmt.Fprintln(a.stderr)
		if err != nil {
			return "", err
		}
		twice[i] = string(text)
	}
	if twice[0] != twice[1] || twice[0] == "" {
		return "", fmt.Errorf("the two are not the same, or empty\n  → type it again")
	}
	return twice[0], nil
}
