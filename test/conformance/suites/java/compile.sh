#!/bin/sh
# compile.sh PROGRAM VERSION DIRECTORY: compiles one of the folders here into DIRECTORY, and writes the class path into DIRECTORY/classpath.
set -e
here=$(cd "$(dirname "$0")" && pwd)
mkdir -p "$3/classes"
mvn -q -B -f "$here/pom.xml" -P "$1" "-Dneeded=$2" dependency:build-classpath "-Dmdep.outputFile=$3/jars"
printf '%s:%s' "$3/classes" "$(cat "$3/jars")" >"$3/classpath"
javac -nowarn -Xlint:-options -d "$3/classes" -cp "$(cat "$3/classpath")" "$here/$1"/*.java
