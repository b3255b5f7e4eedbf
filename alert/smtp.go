package alert

import (
	"context"
	"crypto/tls"
	"fmt"
	"time"

	"github.com/wneessen/go-mail"
)

// SMTP sends mails through a server.
type SMTP struct {
	Host string
	Port int    // 0: 587, with TLS "tls" 465, with "none" 25
	TLS  string // starttls, tls or none; empty: starttls
	Root *tls.Config
	User string // empty: no log-in
	// Password is asked for with every mail; nil: none.
	Password func(context.Context) (string, error)
	From     string
	To       []string
}

// mailTime is how long a mail may take: a night waits for it.
const mailTime = time.Minute

// Name names the channel.
func (s SMTP) Name() string { return "smtp" }

// Send sends a mail to all receivers.
func (s SMTP) Send(ctx context.Context, m Message) error {
	msg := mail.NewMsg()
	if err := msg.From(s.From); err != nil {
		return fmt.Errorf("%w\n  → write alerts.smtp.from as uythac@bank.example", err)
	}
	if err := msg.To(s.To...); err != nil {
		return fmt.Errorf("%w\n  → write alerts.smtp.to as a list of addresses", err)
	}
	msg.Subject(m.Subject())
	msg.SetDateWithValue(m.At)
	msg.SetMessageID()
	msg.SetGenHeader("X-Uythac-Alert", m.Key)
	msg.SetGenHeader("Auto-Submitted", "auto-generated") // no absence notes, please
	msg.SetBodyString(mail.TypeTextPlain, m.Body())
	client, err := s.client(ctx)
	if err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(ctx, mailTime)
	defer cancel()
	if err := client.DialAndSendWithContext(ctx, msg); err != nil {
		return fmt.Errorf("mail server %s: %w\n  → check alerts.smtp: host, port, tls, user, password and the addresses", s.Host, err)
	}
	return nil
}

func (s SMTP) client(ctx context.Context) (*mail.Client, error) {
	options := []mail.Option{mail.WithTimeout(mailTime)}
	port := 587
	switch s.TLS {
	case "none":
		port = 25
		options = append(options, mail.WithTLSPolicy(mail.NoTLS))
	case "tls":
		port = 465
		options = append(options, mail.WithSSL())
	default:
		options = append(options, mail.WithTLSPolicy(mail.TLSMandatory))
	}
	if s.Port != 0 {
		port = s.Port
	}
	if s.Root != nil && s.TLS != "none" {
		config := s.Root.Clone()
		config.ServerName = s.Host
		options = append(options, mail.WithTLSConfig(config))
	}
	if s.User != "" {
		options = append(options, mail.WithSMTPAuth(mail.SMTPAuthAutoDiscover), mail.WithUsername(s.User))
		if s.Password != nil {
			password, err := s.Password(ctx)
			if err != nil {
				return nil, err
			}
			options = append(options, mail.WithPassword(password))
		}
	}
	return mail.NewClient(s.Host, append(options, mail.WithPort(port))...)
}
