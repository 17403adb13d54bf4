#!/bin/sh
# /usr/local/bin/kiosk: the commands, as the service's user and with its settings.
# KIOSK_DATA_DIR of who calls wins, so that a restore can be tried elsewhere.
set -eu
data=${KIOSK_DATA_DIR:-}
set -a
. /etc/mingbai/kiosk.env
[ -z "$data" ] || KIOSK_DATA_DIR=$data
set +a
exec runuser -u mingbai -- /opt/mingbai/current/bin/kiosk "$@"
