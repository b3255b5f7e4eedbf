package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/viper"
)

// configured collects the text of every key that is set: from the file, then the environment, then the flags.
func (a *app) configured() (texts map[string]string, file string, err error) {
	texts = map[string]string{}
	env, err := a.environment()
	if err != nil {
		return nil, "", err
	}
	if file, err = a.readFile(env["config"], texts); err != nil {
		return nil, file, err
	}
	for _, k := range keys {
		for _, text := range []struct {
			s   string
			set bool
		}{{env[k.name], env[k.name] != ""}, {a.flags.keys[k.name].text, a.flags.keys[k.name].set}} {
			if !text.set {
				continue
			}
			if texts[k.name] = text.s; k.path {
				if texts[k.name], err = filepath.Abs(text.s); err != nil {
					return nil, file, err
				}
			}
		}
	}
	return texts, file, nil
}

// environment reads the UYTHAC_ variables; one that is no key is an error, as in the file.
func (a *app) environment() (map[string]string, error) {
	names := map[string]string{"UYTHAC_CONFIG": "config"}
	list := []string{"UYTHAC_CONFIG"}
	for _, name := range secrets { // they are no keys: neither the file nor a flag may hold them
		names[name] = name
		list = append(list, name)
	}
	for _, k := range keys {
		names[k.env()] = k.name
		list = append(list, k.env())
	}
	out := map[string]string{}
	for _, e := range a.env {
		name, value, _ := strings.Cut(e, "=")
		if !strings.HasPrefix(name, "UYTHAC_") {
			continue
		}
		if names[name] == "" {
			return nil, unknown("environment variable", name, list)
		}
		out[names[name]] = value
	}
	return out, nil
}

// readFile reads the keys of the configuration file into texts. Without a name it is ./uythac.yaml, if that is there.
func (a *app) readFile(fromEnv string, texts map[string]string) (file string, err error) {
	file = a.flags.config
	if file == "" {
		file = fromEnv
	}
	named := file != ""
	if !named {
		file = configFile
	}
	if file, err = filepath.Abs(file); err != nil {
		return "", err
	}
	if info, err := os.Stat(file); errors.Is(err, fs.ErrNotExist) && !named {
		return "", nil
	} else if err != nil || info.IsDir() {
		return "", misuse("name a file with --config", "the configuration %s cannot be read as a file", file)
	}
	v := viper.New()
	v.SetConfigFile(file)
	v.SetConfigType("yaml")
	if err := v.ReadInConfig(); err != nil {
		return "", misuse("mend the YAML, as in: "+example, "%s: %v", file, err)
	}
	for _, name := range v.AllKeys() {
		k, ok := find(name)
		if env, secret := aSecret(name); secret {
			return "", misplaced(file, name, env)
		}
		if !ok {
			return "", misuse(fmt.Sprintf("the nearest known key is %s; there are: %s", nearestKey(name), strings.Join(keyNames(), ", ")), "%s: unknown key %s", file, name)
		}
		value := v.Get(name)
		if aList(name) {
			value = commaList(value)
		}
		text, err := scalar(value)
		if err != nil {
			return "", misuse("write a single value", "%s: %s: %v", file, name, err)
		}
		if k.path && text != "" && !filepath.IsAbs(text) {
			text = filepath.Join(filepath.Dir(file), text)
		}
		if text != "" {
			texts[name] = text
		}
	}
	return file, nil
}

func find(name string) (key, bool) {
	for _, k := range keys {
		if k.name == name {
			return k, true
		}
	}
	if _, _, ok := tableKey(name); ok {
		return key{name: name}, true
	}
	if _, ok := roleKey(name); ok {
		return key{name: name}, true
	}
	return key{}, false
}

// commaList writes a list as the text that a flag takes; what is no list stays.
func commaList(v any) any {
	list, ok := v.([]any)
	if !ok {
		return v
	}
	var words []string
	for _, e := range list {
		words = append(words, fmt.Sprint(e))
	}
	return strings.Join(words, ",")
}

func scalar(v any) (string, error) {
	switch v := v.(type) {
	case nil:
		return "", nil
	case string:
		return v, nil
	case int, int64, uint64:
		return fmt.Sprint(v), nil
	}
	return "", fmt.Errorf("%v is not a text or a whole number", v)
}

// nearestKey finds the key that was meant; a section given a plain value means one of its keys.
func nearestKey(name string) string {
	if strings.HasPrefix(name, "source.tables.") {
		return "source.tables.<table>.query"
	}
	if name == "access" || strings.HasPrefix(name, "access.") {
		return "access.roles.<role>"
	}
	for _, k := range keys {
		if strings.HasPrefix(k.name, name+".") {
			return k.name
		}
	}
	best, _ := nearest(name, keyNames())
	return best
}
