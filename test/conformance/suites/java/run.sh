#!/bin/sh
# run.sh PROGRAM VERSION SERVERS: runs one of the folders here against brokers, or against a ZooKeeper; it begins with an empty cluster.
# What it saw is printed, one line each.
set -e
home=$(mktemp -d)
trap 'rm -rf "$home"' EXIT
trap exit INT TERM
here=$(cd "$(dirname "$0")" && pwd)
sh "$here/compile.sh" "$1" "$2" "$home"
case $1 in
  calls) main=CourseCalls ;;
  streams) main=StreamsCourse ;;
  connect) main=ConnectCourse ;;
  curator) main=CuratorCourse ;;
esac
mkdir "$home/files"
java -Xmx512m -XX:+UseSerialGC -XX:TieredStopAtLevel=1 "-Dlog4j.configuration=file:$here/log4j.properties" \
  -cp "$(cat "$home/classpath")" "$main" "$3" "$home/files"
