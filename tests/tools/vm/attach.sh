# Reading a Go program of this machine's own kind, and the relay of what a program writes.
mkdir -p /tmp/out

# ask COMMAND: has the target tell its own figures, which end with a line ".".
ask() {
    before=$(grep -c '^\.$' /tmp/target.out)
    echo "$1" > /tmp/target.in
    until [ "$(grep -c '^\.$' /tmp/target.out)" -gt "$before" ]; do sleep 0.1; done
    awk -v skip="$before" '/^\.$/ { seen++; next } seen >= skip { print }' /tmp/target.out
}

start target env VARIETY=1 /programs/target
sleep 6
say own; ask stats | grep -v '[0-9][.]'
say stat; resident stat "$pid" --count 1 --json
say own-again; ask stats | grep -v '[0-9][.]'
say goroutines; resident goroutines "$pid" --json
say map; resident map "$pid" --json
say own-last; ask stats | grep -v '[0-9][.]'

# The target writes its own profile last: that allocates.
for kind in heap goroutine; do
    resident profile $kind "$pid" -o /tmp/out/$kind.pb.gz 2> /dev/null
    echo "write $kind /tmp/out/own-$kind.pb.gz" > /tmp/target.in
    until [ -e /tmp/out/own-$kind.pb.gz ]; do sleep 0.1; done
    for from in $kind own-$kind; do
        say "top-$from"
        resident pprof -top -nodecount=1000 /tmp/out/$from.pb.gz
    done
done

start leaky /programs/leaky -rate 50 -retain 65536
say why; resident why "$pid" --for 40s --json 2> /dev/null

# Every trace of the tests, torn lines among them, beside lines of a program.
(cat /traces/*.txt; seq 300000; cat /traces/*.txt) > /tmp/out/written
say parsed
resident trace /tmp/out/written --json 2> /dev/null | sha256sum
say relayed
# Resident ends two seconds after its program, and the relay later: the program stays until all is there, or a minute.
mkfifo /tmp/out/done
touch /tmp/out/trace /tmp/out/passed
resident __run --trace /tmp/out/trace --counts /tmp/out/counts -- sh -c 'cat /tmp/out/written >&2; read -r line' < /tmp/out/done 2> /tmp/out/passed &
exec 5> /tmp/out/done
for attempt in $(seq 60); do
    [ $(($(wc -c < /tmp/out/passed) + $(wc -c < /tmp/out/trace))) -ge "$(wc -c < /tmp/out/written)" ] && break
    sleep 1
done
echo >&5
wait $!
cat /tmp/out/counts
for file in written passed trace; do echo "$file-bytes $(wc -c < /tmp/out/$file)"; done
say untouched
head -c 8000000 /dev/urandom > /tmp/out/plain
resident run --no-browser -- sh -c 'cat /tmp/out/plain; cat /tmp/out/plain >&2' > /tmp/out/stdout 2> /tmp/out/stderr
for attempt in $(seq 60); do
    [ "$(wc -c < /tmp/out/stderr)" -ge 8000000 ] && break
    sleep 1
done
cmp /tmp/out/plain /tmp/out/stdout && echo stdout same
# What Resident itself says, where the page is and how it ended, stands before and behind.
head -c 300 /tmp/out/stderr | grep -a 'resident:'
start=$(head -n 2 /tmp/out/stderr | grep -a 'resident:' | wc -c)
tail -c +$((start + 1)) /tmp/out/stderr | head -c 8000000 | cmp - /tmp/out/plain && echo stderr same
