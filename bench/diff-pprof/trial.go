package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"
	"unicode"
)

type verdict int

const (
	same verdict = iota
	unstable
	different
)

// An attempt is one case: profiles, which are written as 0.pb, 1.pb and so on, and a command line.
type attempt struct {
	profiles []*profile
	args     []string
	extra    []string
	content  []byte   // what 0.pb holds where no profile makes it
	lines    []string // what the shell reads; none without a shell
}

func (a *attempt) command() []string {
	return append(append(append([]string{}, a.args...), "0.pb"), a.extra...)
}

func (a *attempt) line() string {
	if len(a.lines) > 0 {
		return fmt.Sprintf("%q <<< %q", a.command(), a.lines)
	}
	return fmt.Sprintf("%q", a.command())
}

// kind names what differs by the names of the options, so that one cause is shown once or twice and not a thousand times.
func (a *attempt) kind() string {
	var names []string
	for _, arg := range a.args {
		name, _, _ := strings.Cut(arg, "=")
		names = append(names, name)
	}
	for _, line := range a.lines {
		names = append(names, strings.FieldsFunc(line+" ", func(r rune) bool { return !unicode.IsLetter(r) })...)
	}
	return strings.Join(names, " ") + fmt.Sprint(len(a.extra))
}

type trial struct {
	pprof, resident, folder string
}

type answer struct {
	output, errors []byte
	status         int
}

func (a answer) equal(b answer) bool {
	return a.status == b.status && bytes.Equal(a.output, b.output) && bytes.Equal(a.errors, b.errors)
}

func (t *trial) compare(a *attempt) (verdict, string) {
	t.write(a)
	ours, theirs := t.ask(a, t.resident, "pprof"), t.ask(a, t.pprof)
	if ours.equal(theirs) {
		return same, ""
	}
	changes := false
	for i := 0; i < 8; i++ {
		again := t.ask(a, t.pprof)
		if again.equal(ours) {
			return unstable, ""
		}
		changes = changes || !again.equal(theirs)
	}
	if changes {
		return unstable, ""
	}
	return different, t.describe(theirs, ours)
}

func (t *trial) write(a *attempt) {
	if a.content != nil {
		if err := os.WriteFile(filepath.Join(t.folder, "0.pb"), a.content, 0o644); err != nil {
			panic(err)
		}
	}
	for i, p := range a.profiles {
		if err := p.write(filepath.Join(t.folder, fmt.Sprintf("%d.pb", i))); err != nil {
			panic(err)
		}
	}
}

func (t *trial) ask(a *attempt, program ...string) answer {
	got := t.run(append(program, a.command()...), a.lines)
	if len(a.args) > 0 && (a.args[0] == "-proto" || a.args[0] == "-topproto") && got.status == 0 {
		// What a profile says counts, not how it is packed: go tool pprof tells what it reads.
		path := filepath.Join(t.folder, "out.pb")
		if err := os.WriteFile(path, got.output, 0o644); err != nil {
			panic(err)
		}
		got.output = t.run([]string{t.pprof, "-raw", "-symbolize=none", "out.pb"}, nil).output
		os.Remove(path)
	}
	return got
}

func (t *trial) run(words, lines []string) answer {
	limit, stop := context.WithTimeout(context.Background(), 60*time.Second)
	defer stop()
	run := exec.CommandContext(limit, words[0], words[1:]...)
	var out, errs bytes.Buffer
	run.Dir, run.Stdout, run.Stderr = t.folder, &out, &errs
	run.Env = []string{"TZ=UTC", "TERM=dumb", "HOME=" + t.folder, "PPROF_TMPDIR=" + t.folder, "PPROF_BINARY_PATH=/nonexistent", "PATH=/usr/bin:/bin"}
	run.Stdin = strings.NewReader(strings.Join(lines, "\n"))
	err := run.Run()
	status := 0
	var exit *exec.ExitError
	if errors.As(err, &exit) {
		status = exit.ExitCode()
	} else if err != nil {
		panic(err)
	}
	// What is wrong with a flag counts, not the wording of the help that follows.
	said, help, _ := bytes.Cut(errs.Bytes(), []byte("usage:"))
	if len(said) == 0 && len(help) > 0 {
		said = help[bytes.LastIndexByte(help[:len(help)-1], '\n')+1:]
	}
	if file, err := os.ReadFile(filepath.Join(t.folder, "file")); err == nil {
		out.WriteString("what is in the file:\n")
		out.Write(file)
		os.Remove(filepath.Join(t.folder, "file"))
	}
	return answer{out.Bytes(), said, status}
}

// describe shows where the two part.
func (t *trial) describe(theirs, ours answer) string {
	var b strings.Builder
	if theirs.status != ours.status {
		fmt.Fprintf(&b, "status: %d, ours %d\n", theirs.status, ours.status)
	}
	if !bytes.Equal(theirs.errors, ours.errors) {
		fmt.Fprintf(&b, "stderr: %.600s\n  ours: %.600s\n", theirs.errors, ours.errors)
	}
	if !bytes.Equal(theirs.output, ours.output) {
		os.WriteFile(filepath.Join(t.folder, "theirs"), theirs.output, 0o644)
		os.WriteFile(filepath.Join(t.folder, "ours"), ours.output, 0o644)
		text, _ := exec.Command("diff", "-U2", filepath.Join(t.folder, "theirs"), filepath.Join(t.folder, "ours")).Output()
		fmt.Fprintf(&b, "%.1800s", text)
	}
	return b.String()
}

// shrink leaves out what does not matter for the difference.
func (t *trial) shrink(a *attempt) *attempt {
	tryOut := func(b *attempt) bool {
		v, _ := t.compare(b)
		if v == different {
			a = b
		}
		return v == different
	}
	for i := len(a.extra) - 1; i >= 0; i-- {
		b := *a
		b.extra = append(append([]string{}, a.extra[:i]...), a.extra[i+1:]...)
		tryOut(&b)
	}
	for i := len(a.lines) - 1; i >= 0 && len(a.lines) > 1; i-- {
		b := *a
		b.lines = append(append([]string{}, a.lines[:i]...), a.lines[i+1:]...)
		tryOut(&b)
	}
	for i := len(a.args) - 1; i > 0; i-- {
		b := *a
		b.args = append(append([]string{}, a.args[:i]...), a.args[i+1:]...)
		tryOut(&b)
	}
	if len(a.profiles) == 0 {
		return a
	}
	for step := len(a.profiles[0].samples) / 2; step > 0; step /= 2 {
		for i := 0; i+step <= len(a.profiles[0].samples); {
			b := *a
			p := *a.profiles[0]
			p.samples = append(append([]sample{}, p.samples[:i]...), p.samples[i+step:]...)
			b.profiles = append([]*profile{&p}, a.profiles[1:]...)
			if !tryOut(&b) {
				i += step
			}
		}
	}
	return a
}

func (t *trial) keep(a *attempt, folder string) {
	if err := os.MkdirAll(folder, 0o755); err != nil {
		panic(err)
	}
	if a.content != nil {
		os.WriteFile(filepath.Join(folder, "0.pb"), a.content, 0o644)
	}
	for i, p := range a.profiles {
		p.write(filepath.Join(folder, fmt.Sprintf("%d.pb", i)))
	}
	os.WriteFile(filepath.Join(folder, "command"), []byte(a.line()+"\n"), 0o644)
}
