# Control groups, version 2: what the kernel's files say, what Resident makes of them, and memory.reclaim.
groups=/sys/fs/cgroup
echo +memory > $groups/cgroup.subtree_control
mkdir -p $groups/outer/inner $groups/lazy $groups/cached $groups/tight
echo +memory > $groups/outer/cgroup.subtree_control

# in_group GROUP USER COMMAND
in_group() {
    echo 0 > "$groups/$1/cgroup.procs"
    shift
    become "$@"
}

# tell NAME GROUP PID: what the kernel says of the group and the process.
tell() {
    for file in memory.current memory.max memory.high memory.swap.current memory.events memory.stat; do
        say "$1.$file"
        cat "$groups/$2/$file"
    done
    say "$1.status"
    grep -E 'VmRSS|LazyFree|Swap' "/proc/$3/status" "/proc/$3/smaps_rollup"
}

# The group allows more than the one above it; the one above is what counts.
echo 400M > $groups/outer/memory.max
echo 600M > $groups/outer/inner/memory.max
echo 300M > $groups/outer/inner/memory.high
start keeping in_group outer/inner root /programs/example -keep 60
sleep 2
say ps
resident ps
tell inner outer/inner $pid
say inner.stat
resident stat $pid --count 1 --json
say inner.by-group
resident stat cgroup:/outer/inner --count 1 --json
say inner.why
resident why $pid --for 15s --json 2> /dev/null
say inner.free
resident free $pid

# More than the group may hold: the rest is swapped, and the kernel counts how often.
echo 60M > $groups/tight/memory.high
start swapped in_group tight root /programs/example -keep 120
sleep 4
tell tight tight $pid
say tight.stat
resident stat $pid --count 1 --json

# Memory that the runtime has freed lazily, in a group that is an ordinary user's: memory.reclaim is what he may write.
# Once alone, once beside page cache.
dd if=/dev/zero of=/disk/file bs=1M count=100 2> /dev/null
sync
echo 3 > /proc/sys/vm/drop_caches
for group in lazy cached; do
    chown -R alice $groups/$group
    [ $group = lazy ] || ( in_group cached alice cat /disk/file ) > /dev/null
    start $group in_group $group alice env GODEBUG=madvdontneed=0 /programs/example -spike 150 -return
    sleep 3
    tell $group.before $group $pid
    say $group.dry
    as bob resident free $pid --dry-run
    say $group.free
    as alice resident free $pid --json
    tell $group.after $group $pid
done
