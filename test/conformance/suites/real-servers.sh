#!/bin/sh
# Real ZooKeeper 3.6 and three brokers of Kafka 3.3.2 for the suites of other projects, until this shell is interrupted.
# BROKERS: 3 or 1 (default: 3). PORT: that of ZooKeeper; the brokers take those after it.
# $1: a file with the class path that `mvn -f test/conformance/kafka/java/pom.xml dependency:build-classpath` writes.
set -e
home=$(mktemp -d)
class_path=$(cat "$1")
brokers=${BROKERS:-3}
port=${PORT:-21810}
factor=$((brokers > 1 ? 2 : 1))
trap 'kill $pids; wait; rm -rf "$home"' EXIT
trap exit INT TERM
cat >"$home/log4j.properties" <<LOG4J
log4j.rootLogger=WARN, file
log4j.appender.file=org.apache.log4j.FileAppender
log4j.appender.file.File=\${log}
log4j.appender.file.layout=org.apache.log4j.PatternLayout
log4j.appender.file.layout.ConversionPattern=[%d] %p %m (%c)%n
LOG4J

# start NAME CLASS: properties on stdin
start() {
  mkdir -p "$home/$1"
  cat >"$home/$1/properties"
  java -Xmx512m -XX:+UseSerialGC -XX:TieredStopAtLevel=1 "-Dlog=$home/$1.log" \
    "-Dlog4j.configuration=file:$home/log4j.properties" -cp "$class_path" "$2" "$home/$1/properties" >/dev/null 2>&1 &
  pids="$pids $!"
}

start zookeeper org.apache.zookeeper.server.ZooKeeperServerMain <<ZOOKEEPER
dataDir=$home/zookeeper/data
clientPort=$port
clientPortAddress=127.0.0.1
maxClientCnxns=0
admin.enableServer=false
4lw.commands.whitelist=*
ZOOKEEPER
for id in $(seq 0 $((brokers - 1))); do
  listener=$((port + 1 + id))
  bootstrap=$bootstrap${bootstrap:+,}localhost:$listener
  start "kafka-$id" kafka.Kafka <<KAFKA
broker.id=$id
listeners=PLAINTEXT://127.0.0.1:$listener
advertised.listeners=PLAINTEXT://localhost:$listener
zookeeper.connect=127.0.0.1:$port
log.dirs=$home/kafka-$id/data
num.partitions=2
default.replication.factor=$factor
offsets.topic.replication.factor=$brokers
group.initial.rebalance.delay.ms=0
KAFKA
done
echo "export ZOOKEEPER=127.0.0.1:$port KAFKA_BOOTSTRAP=$bootstrap"
wait
