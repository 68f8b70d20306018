#!/bin/sh
# How much is a program slowed that writes its stderr through `resident run`, against a plain pipe to cat?
#
#   bench/run-overhead.sh RESIDENT [ROUNDS]
#
# RESIDENT is the executable to measure (publish the native one: dotnet publish src/Resident.Cli -c Release -r linux-x64).
# The writer is perl: 64 KiB lines of log text to stderr. Three ways, taken in turn ROUNDS times (default 7), medians printed:
#   cat       writer 2>&1 >/dev/null | cat >/dev/null
#   run       resident __run -- writer, the real stderr on /dev/null: the relay stands where cat stood
#   run|cat   the same with the real stderr on a pipe to cat, one process more than without us
# Two loads: 200 MB/s for 2 s, and 1 GB as fast as it goes; each of log lines, and of pieces of trace lines, which the
# search for torn lines looks at longest. "time" is the writer's own, from its first write to after its last.
set -eu

resident=${1:?usage: bench/run-overhead.sh RESIDENT [ROUNDS]}
rounds=${2:-7}
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

cat >"$scratch/writer.pl" <<'PERL'
use strict;
use Time::HiRes qw(time sleep);
my ($total, $rate, $result, $kind) = @ARGV;
my $line = "2026/11/22 22:48:32 request handled path=/orders/4711 status=200 in 1.25ms\n";
if ($kind eq 'pieces') {
    my $cycle = "gc 7 @0.404s 11%: 0.084+114+0.25 ms clock, 0.16+0/52/82+0.50 ms cpu, 58->70->57 MB, 69 MB goal, 2 P";
    srand(17);
    $line = '';
    while (length($line) < 65536) {
        # A beginning, which opens a search; an end, or what lies between.
        my $cut = 1 + int rand(length($cycle) - 2);
        $line .= (substr($cycle, 0, $cut), substr($cycle, $cut), substr($cycle, $cut, 1 + int rand 23))[int rand 3] . "\n";
    }
}
my $block = substr($line x 1000, 0, 65536);
my ($start, $sent) = (time, 0);
while ($sent < $total) {
    my $count = syswrite(STDERR, $block) // die "write: $!";
    $sent += $count;
    if ($rate) {
        my $early = $sent / $rate - (time - $start);
        sleep($early) if $early > 0.001;
    }
}
my $took = time - $start;
open(my $out, '>>', $result) or die;
printf $out "%.4f\n", $took;
PERL

write() { # way, bytes, rate, kind
    result="$scratch/$1-$3-$4"
    case $1 in
        cat) perl "$scratch/writer.pl" "$2" "$3" "$result" "$4" 2>&1 >/dev/null | cat >/dev/null ;;
        run) "$resident" __run -- perl "$scratch/writer.pl" "$2" "$3" "$result" "$4" 2>/dev/null ;;
        runcat) "$resident" __run -- perl "$scratch/writer.pl" "$2" "$3" "$result" "$4" 2>&1 >/dev/null | cat >/dev/null ;;
    esac
}

median() { sort -n "$1" | awk '{ v[NR] = $1 } END { print NR % 2 ? v[(NR + 1) / 2] : (v[NR / 2] + v[NR / 2 + 1]) / 2 }'; }

report() { # rate, bytes, title, kind
    base=$(median "$scratch/cat-$1-$4")
    for way in cat run runcat; do
        took=$(median "$scratch/$way-$1-$4")
        awk -v way="$way" -v took="$took" -v base="$base" -v bytes="$2" -v title="$3" 'BEGIN {
            printf "%-12s %-7s %8.3f s %9.0f MB/s %+7.1f %%\n", title, way, took, bytes / took / 1e6, (took / base - 1) * 100 }'
    done
}

round=0
while [ "$round" -lt "$rounds" ]; do
    for way in cat run runcat; do
        write "$way" 400000000 200000000 log
        write "$way" 1000000000 0 log
        write "$way" 400000000 200000000 pieces
        write "$way" 1000000000 0 pieces
    done
    round=$((round + 1))
done

printf '%-12s %-7s %10s %14s %9s\n' load way time throughput slowed
report 200000000 400000000 "200 MB/s" log
report 0 1000000000 "unthrottled" log
report 200000000 400000000 "pieces" pieces
report 0 1000000000 "pieces, all" pieces
