#!/bin/sh
# A backup of today, and no more old ones than are worth their place: those of 35 days, and of the
# first of each month for 400. kiosk is that of PREFIX/current, or what MINGBAI_PROGRAM names.
#
#   sh backup.sh FOLDER PASSPHRASE-FILE
set -eu
folder=${1:?a folder} passphrase=${2:?a file with the passphrase}
program=${MINGBAI_PROGRAM:-/opt/mingbai/current/bin/kiosk}
umask 077
mkdir -p "$folder"
today=$(date +%Y-%m-%d)
rm -f "$folder/.$today.part"
"$program" backup "$folder/.$today.part" --passphrase-file "$passphrase"
mv "$folder/.$today.part" "$folder/mingbai-$today.zip"
find "$folder" -name 'mingbai-*.zip' ! -name 'mingbai-*-01.zip' -mtime +35 -delete
find "$folder" -name 'mingbai-*-01.zip' -mtime +400 -delete
