# The files that every line of the corpus finds in its directory.
mkdir -p data/orders-0 data/orders-1 bin
printf 'orders 4 3\npayments 1 1\nusers 12 3\norders-dlq 1 3\n' > topics.txt
printf 'users\norders\nabc\na.b\nEvent\norders\naab\n' > words.txt
printf '10\n9\n100\n1\n' > numbers.txt
printf '1K\n3M\n2G\n512\n' > sizes.txt
printf 'v1.10\nv1.9\nv1.2\n' > versions.txt
printf '# the broker\nbroker.id=2\nlisteners=PLAINTEXT://0.0.0.0:9092\n\nlog.dirs=/var/lib/kafka/data\n' > kafka.properties
for i in 1 2 3 4 5 6; do echo "2024-01-0$i INFO broker $i started"; done > server.log
printf '2024-01-07 WARN broker 2 is slow\n2024-01-08 ERROR broker 3 failed\n2024-01-09 INFO broker 3 started\n' >> server.log
for i in 0 1; do
  head -c $((1000 * i + 600)) /dev/zero > data/orders-$i/00000000000000000000.log
  head -c 10 /dev/zero > data/orders-$i/00000000000000000000.index
  head -c 12 /dev/zero > data/orders-$i/00000000000000000000.timeindex
done
: > empty
printf '#!/bin/bash\necho "hello $1"\n' > bin/hello.sh
chmod 755 bin/hello.sh
printf 'LIB=loaded${1:+-$1}\ngreet() { echo "greetings $1"; }\n' > bin/lib.sh
printf '{ n += $2 }\nEND { print "total", n }\n' > bin/prog.awk
ln -s topics.txt link
chmod 644 *.txt *.log *.properties empty bin/lib.sh bin/prog.awk data/*/*
chmod 755 data data/* bin
touch -d '2024-03-01 10:00:00 UTC' *.txt *.properties empty data/*/* data/orders-0 data/orders-1 data bin/* bin
touch -d '2024-03-02 10:00:00 UTC' server.log topics.txt
