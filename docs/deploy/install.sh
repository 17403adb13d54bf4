#!/bin/sh
# Installs 泉城明白卡 from the folder that this script stands in, without any network.
#
#   sh install.sh [--prefix /opt/mingbai] [--python /usr/bin/python3.11]
#   sh install.sh --back [--prefix /opt/mingbai]
#
# Every program goes to a folder of its own, PREFIX/releases/ID; PREFIX/current is a link to the one
# that runs, PREFIX/previous to the one before. Data are never touched. Status: 0 done, 1 refused.
set -eu
umask 022

here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
prefix=/opt/mingbai
python=
back=

say() { # Chinese, English
    case "${LC_ALL:-${LC_MESSAGES:-${LANG:-}}}" in
        zh*) printf '%s\n' "$1" ;;
        *) printf '%s\n' "$2" ;;
    esac
}

refuse() {
    say "没有安装：$1" "Not installed: $2" >&2
    exit 1
}

while [ $# -gt 0 ]; do
    case "$1" in
        --prefix) prefix=${2:?}; shift 2 ;;
        --python) python=${2:?}; shift 2 ;;
        --back) back=yes; shift ;;
        *) refuse "不认识 $1" "$1 is not known" ;;
    esac
done
case "$prefix" in /*) ;; *) refuse "--prefix 要写绝对路径" "--prefix wants an absolute path" ;; esac

# Names a release as the one that runs, in one step.
switch() {
    ln -s "releases/$1" "$prefix/current.new"
    mv -T "$prefix/current.new" "$prefix/current"
}

now() { readlink "$prefix/current" 2>/dev/null | sed 's,^releases/,,' || true; }

if [ -n "$back" ]; then
    before=$(readlink "$prefix/previous" 2>/dev/null | sed 's,^releases/,,' || true)
    [ -n "$before" ] && [ -e "$prefix/releases/$before/.whole" ] ||
        refuse "$prefix 里没有上一个版本" "$prefix holds no release before this one"
    ln -sfn "releases/$(now)" "$prefix/previous"
    switch "$before"
    say "已回到 $before。请重新启动服务。" "Back at $before. Restart the service."
    exit 0
fi

# 1. The files are those that were packed.
cd "$here"
for sums in SHA256SUMS preflight/SHA256SUMS; do
    [ "$sums" = SHA256SUMS ] || [ -e "$sums" ] || continue
    (cd "$(dirname "$sums")" && sha256sum --check --strict --quiet SHA256SUMS >&2) ||
        refuse "文件与 $sums 不符，请重新拷贝" "files differ from $sums: copy them again"
done
release=$(cat VERSION)-$(sha256sum SHA256SUMS | cut -c1-8)
[ ! -e preflight/SHA256SUMS ] || release=$release-$(sha256sum preflight/SHA256SUMS | cut -c1-4)

# 2. This machine is one that wheels were packed for.
if [ -z "$python" ]; then
    for name in $(cat PYTHONS); do
        found=$(command -v "python$name" || true)
        [ -z "$found" ] || python=$found
    done
    [ -n "$python" ] || python=$(command -v python3 || true)
fi
[ -n "$python" ] || refuse "没有找到 Python" "there is no Python"
told=$("$python" -c 'import platform, sys; print("%d.%d" % sys.version_info[:2], platform.machine(), *platform.libc_ver())') ||
    refuse "$python 不能运行" "$python does not run"
# shellcheck disable=SC2086 # four words
set -- $told
grep -qx "$1" PYTHONS ||
    refuse "$python 是 $1，要 $(tr '\n' ' ' <PYTHONS)之一，用 --python 指明" \
        "$python is $1; one of $(tr '\n' ' ' <PYTHONS)is needed: name it with --python"
grep -qx "$2" MACHINES ||
    refuse "这台机器是 $2，安装包只有 $(tr '\n' ' ' <MACHINES)" \
        "this machine is $2; the archive is for $(tr '\n' ' ' <MACHINES)"
[ "${3:-}" = glibc ] && [ "$(printf '2.28\n%s\n' "$4" | sort -V | head -n 1)" = 2.28 ] ||
    refuse "系统的 C 库是 ${3:-未知} ${4:-}，要 glibc 2.28 以上" \
        "the C library is ${3:-unknown} ${4:-}; glibc 2.28 or newer is needed"
"$python" -c 'import ensurepip, sqlite3, ssl, venv' 2>/dev/null ||
    refuse "$python 缺少 venv、ensurepip、sqlite3 或 ssl（Debian 要装 python3-venv）" \
        "$python lacks venv, ensurepip, sqlite3 or ssl (Debian: python3-venv)"

# 3. A folder of its own; one that was not finished is made anew.
folder=$prefix/releases/$release
if [ ! -e "$folder/.whole" ]; then
    rm -rf "$folder"
    mkdir -p "$prefix/releases"
    "$python" -m venv "$folder"
    install() {
        env -u PIP_INDEX_URL -u PIP_EXTRA_INDEX_URL -u PIP_FIND_LINKS -u PIP_CONSTRAINT \
            -u PIP_REQUIRE_VIRTUALENV -u PIP_TARGET -u PIP_PREFIX -u PIP_USER PIP_CONFIG_FILE=/dev/null \
            "$folder/bin/python" -m pip install --quiet --disable-pip-version-check --no-cache-dir \
            --no-index --no-deps --only-binary :all: --require-hashes "$@"
    }
    install --find-links wheels -r requirements.txt ||
        refuse "安装没有完成" "installing was not finished"
    if [ -e preflight/requirements.txt ]; then
        install --find-links preflight/wheels -r preflight/requirements.txt ||
            refuse "预检组件没有装上" "pre-flight was not installed"
    fi
    PIP_CONFIG_FILE=/dev/null "$folder/bin/python" -m pip check --disable-pip-version-check >&2 ||
        refuse "缺少组件" "a component is missing"
    "$folder/bin/kiosk" --help >/dev/null || refuse "程序不能运行" "the program does not run"
    # Templates, compiled once: who serves cannot write here. Else each start compiles them.
    "$folder/bin/python" -m kiosk.web.pages.loading >/dev/null 2>&1 || :
    : >"$folder/.whole"
fi

# 4. From now on this one runs.
before=$(now)
if [ -n "$before" ] && [ "$before" != "$release" ]; then
    ln -sfn "releases/$before" "$prefix/previous"
fi
switch "$release"
say "已安装 $release（$prefix/current）。运行着的服务要重新启动才用它；退回：sh install.sh --back" \
    "Installed $release ($prefix/current). A running service needs a restart; to go back: sh install.sh --back"
