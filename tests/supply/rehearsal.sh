# The manual, followed on a machine that forgets all of it: every change lies in memory, in a mount
# namespace of its own. What systemd does is done by the stand-ins below, from the units themselves.
#
#   sh rehearsal.sh FOLDER-WITH-ARCHIVES BLOCKS
set -eu
archives=$1 blocks=$2
memory=$(mktemp -d)
mount -t tmpfs tmpfs "$memory"
# /root too, because the interpreter of the tests may lie there and the service's user reads it.
for folder in /etc /opt /root /usr/local/bin /var; do
    top=$memory/$(echo "$folder" | tr / _)
    mkdir -p "$top/new" "$top/work"
    mount -t overlay overlay -o "lowerdir=$folder,upperdir=$top/new,workdir=$top/work" "$folder"
done
chmod 0755 /root
mkdir -p "$memory/bin" /etc/nginx/conf.d
for name in vi nginx journalctl timedatectl chronyc; do
    printf '#!/bin/sh\nexit 0\n' >"$memory/bin/$name"
done
cat >"$memory/bin/systemctl" <<'SYSTEMCTL'
#!/bin/sh
set -eu
units=/etc/systemd/system pid=/run/rehearsed.pid
exec_of() { sed -n 's/^ExecStart=//p' "$units/$1"; }
as_user() { runuser -u mingbai -- sh -c "set -a; . /etc/mingbai/kiosk.env; umask 077; cd /var/lib/mingbai; $1"; }
start() {
    as_user "exec $(exec_of kiosk.service)" >>/var/lib/mingbai.told 2>&1 &
    wait_for_it
}
wait_for_it() {
    for _ in $(seq 600); do
        curl -s -o /dev/null http://127.0.0.1:8000/healthz && break
        sleep 0.2
    done
    curl -s -o /dev/null http://127.0.0.1:8000/healthz
}
main() { pgrep -o -u mingbai -f 'kiosk serve --host'; }
stop() {
    old=$(main)
    kill -TERM "$old"
    while kill -0 "$old" 2>/dev/null; do sleep 0.1; done
}
case "$*" in
    "enable --now kiosk.service") start ;;
    "restart kiosk.service") stop; start ;;
    "reload kiosk.service") kill -HUP "$(main)"; sleep 1; wait_for_it ;;
    "start kiosk-backup.service") as_user "$(exec_of kiosk-backup.service)" ;;
    *) : ;;
esac
SYSTEMCTL
chmod 0755 "$memory"/bin/*
chmod 0755 "$memory"
PATH=$memory/bin:$PATH
export PATH LANG=C.UTF-8
cd "$archives"
set +u
. "$blocks"
