#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
# A Modbus server by pymodbus, of version 3.0 (Debian 12) or 3.8 (Debian 13), for modbus_peer.hpp.
#   modbus_peer.py PORT tcp|rtu UNITS    UNITS is JSON: {"1": {"holding": {"100": [1, 2]}, "coil": {"0": [1]}}}
# Addresses that no list covers are illegal; units that are not there do not answer. Each request is a line on standard
# output, "unit 1 function 3 address 100 count 2"; "set 1 holding 100 7" on standard input changes a value.
import asyncio
import json
import sys

from pymodbus.datastore import ModbusServerContext, ModbusSlaveContext, ModbusSparseDataBlock
from pymodbus.server import StartAsyncTcpServer

try:
    from pymodbus.framer import FramerType
    FRAMERS = {"tcp": FramerType.SOCKET, "rtu": FramerType.RTU}
    OPTIONS = {}  # it always reuses the address
except ImportError:
    from pymodbus.transaction import ModbusRtuFramer, ModbusSocketFramer
    FRAMERS = {"tcp": ModbusSocketFramer, "rtu": ModbusRtuFramer}
    OPTIONS = {"allow_reuse_address": True}

SPACES = {"coil": "co", "discrete": "di", "input": "ir", "holding": "hr"}
FUNCTIONS = {"coil": 1, "discrete": 2, "input": 4, "holding": 3}


class Unit(ModbusSlaveContext):
    def __init__(self, number, blocks):
        self.number = number
        super().__init__(**blocks)

    def validate(self, function, address, count=1):
        print(f"unit {self.number} function {function} address {address} count {count}", flush=True)
        return super().validate(function, address, count)


def block(lists):  # a context looks an address up one higher
    return ModbusSparseDataBlock({int(first) + 1: values for first, values in lists.items()} or {70000: 0})


def unit(number, spaces):
    return Unit(number, {SPACES[space]: block(spaces.get(space, {})) for space in SPACES})


async def main():
    units = {int(number): unit(int(number), spaces) for number, spaces in json.loads(sys.argv[3]).items()}
    context = ModbusServerContext(slaves=units, single=False)

    def read_command():
        line = sys.stdin.readline()
        if not line:
            sys.exit(0)
        _, number, space, address, value = line.split()
        units[int(number)].setValues(FUNCTIONS[space], int(address), [int(value)])
        print("set", flush=True)

    asyncio.get_running_loop().add_reader(sys.stdin, read_command)
    server = asyncio.create_task(
        StartAsyncTcpServer(
            context, address=("127.0.0.1", int(sys.argv[1])), framer=FRAMERS[sys.argv[2]], ignore_missing_slaves=True,
            **OPTIONS))
    while True:  # pymodbus does not tell when it listens
        try:
            _, writer = await asyncio.open_connection("127.0.0.1", int(sys.argv[1]))
            writer.close()
            break
        except OSError:
            await asyncio.sleep(0.01)
    print("listening", flush=True)
    await server


asyncio.run(main())
