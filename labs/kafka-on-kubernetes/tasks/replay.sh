# The step runs this in a broker's pod. $SERVER is the broker's address, $GROUP the consumer group.

# Kafka lets nobody set the offsets of a group that has members: wait until the last one has left.
for try in $(seq 60); do
  kafka-consumer-groups --bootstrap-server "$SERVER" --describe --group "$GROUP" --state | grep -q Empty && break
  sleep 1
done

# Change this line.
kafka-consumer-groups --bootstrap-server "$SERVER" --group "$GROUP" --all-topics --reset-offsets --to-latest --dry-run
