"""pytest plugin: runs those tests of aiokafka that need a broker against KAFKA_BOOTSTRAP, instead of a container."""

import os
import pathlib
import types

import pytest

brokers = os.environ["KAFKA_BOOTSTRAP"].split(",")
host, port = brokers[0].rsplit(":", 1)
server = types.SimpleNamespace(
    host=host,
    port=int(port),
    hosts=brokers[:1],
    ssl_port=None,
    sasl_plain_port=None,
    sasl_ssl_port=None,
    container=types.SimpleNamespace(),
)
instead = {
    "kafka_server": server,
    "docker": types.SimpleNamespace(),
    "ssl_folder": pathlib.Path("no-certificates"),
    "kerberos_utils": types.SimpleNamespace(),
}


@pytest.hookimpl(tryfirst=True)
def pytest_fixture_setup(fixturedef, request):
    if fixturedef.argname not in instead:
        return None
    value = instead[fixturedef.argname]
    fixturedef.cached_result = (value, fixturedef.cache_key(request), None)
    return value


def pytest_collection_modifyitems(config, items):
    needs_broker = [item for item in items if "kafka_server" in item.fixturenames]
    config.hook.pytest_deselected(items=[item for item in items if item not in needs_broker])
    items[:] = needs_broker
