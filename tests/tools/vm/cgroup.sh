# Control groups, version 2: what the kernel's files say, and what Resident makes of them.
group=/sys/fs/cgroup
echo +memory > $group/cgroup.subtree_control
mkdir -p $group/outer/inner
echo +memory > $group/outer/cgroup.subtree_control
inner=$group/outer/inner
echo 400M > $group/outer/memory.max
echo 600M > $inner/memory.max
echo 300M > $inner/memory.high

# in_group GROUP COMMAND
in_group() {
    echo 0 > "$1/cgroup.procs"
    shift
    exec "$@"
}

tell_group() {
    for file in memory.current memory.max memory.high memory.swap.current memory.events memory.stat; do
        say "$1.$file"
        cat "$2/$file"
    done
}

start keeping in_group $inner /programs/example -keep 60
sleep 2
say ps
resident ps
say before; cat $inner/memory.current
say stat
resident stat $pid --count 1 --json
tell_group inner $inner
say stat-group
resident stat cgroup:/outer/inner --count 1 --json
say why
resident why $pid --for 20s --json
say why-text
resident why $pid --for 15s
