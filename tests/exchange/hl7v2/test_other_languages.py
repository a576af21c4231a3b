"""A client in another language: what it sends by its own means is kept, and it understands what is answered."""

from __future__ import annotations

import asyncio
import shutil

import pytest

from tests.exchange.hl7v2.wire import feed, message, served
from toldonce.exchange.hl7v2.models import Message

NODE = """
const net = require('net')
const text = Buffer.from(process.argv[2], 'base64')
const line = net.connect(Number(process.argv[1]), '127.0.0.1', () => {
  line.write(Buffer.concat([Buffer.from([0x0b]), text, Buffer.from([0x1c, 0x0d])]))
})
let heard = ''
line.on('data', piece => {
  heard += piece.toString('latin1')
  if (heard.endsWith('\\x1c\\r')) {
    const msa = heard.slice(1).split('\\r').find(each => each.startsWith('MSA')).split('|')
    console.log(msa[1], msa[2])
    line.end()
  }
})
"""


@pytest.mark.skipif(not shutil.which("node"), reason="there is no node")
def test_a_client_in_javascript_is_heard(own_database):
    from base64 import b64encode

    feed()

    async def talk() -> str:
        async with served() as connect:
            port = (await connect()).writer.get_extra_info("peername")[1]
            node = await asyncio.create_subprocess_exec(
                "node",
                "-e",
                NODE,
                str(port),
                b64encode(message("JS1")).decode(),
                stdout=asyncio.subprocess.PIPE,
            )
            told, _ = await asyncio.wait_for(node.communicate(), 30)
            return told.decode().strip()

    assert asyncio.run(talk()) == "AA JS1"
    assert Message.objects.get().control_id == "JS1"
