#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
# A Modbus server by pymodbus, for modbus_peer.hpp.
#   modbus_peer.py PORT tcp|rtu UNITS    UNITS is JSON: {"1": {"holding": {"100": [1, 2]}, "coil": {"0": [1]}}}
# Addresses that no list covers are illegal; units that are not there do not answer. Each request is a line on standard
# output, "unit 1 function 3 address 100 count 2"; "set 1 holding 100 7" on standard input changes a value.
import asyncio
import json
import sys

from pymodbus.datastore import ModbusServerContext, ModbusSlaveContext, ModbusSparseDataBlock
from pymodbus.server import StartAsyncTcpServer
from pymodbus.transaction import ModbusRtuFramer, ModbusSocketFramer

SPACES = {"coil": "co", "discrete": "di", "input": "ir", "holding": "hr"}
FUNCTIONS = {"coil": 1, "discrete": 2, "input": 4, "holding": 3}


class Unit(ModbusSlaveContext):
    def __init__(self, number, blocks):
        self.number = number
        super().__init__(zero_mode=True, **blocks)

    def validate(self, function, address, count=1):
        print(f"unit {self.number} function {function} address {address} count {count}", flush=True)
        return super().validate(function, address, count)


def block(lists):
    return ModbusSparseDataBlock({int(first): values for first, values in lists.items()} or {70000: 0})


def unit(number, spaces):
    return Unit(number, {SPACES[space]: block(spaces.get(space, {})) for space in SPACES})


async def main():
    units = {int(number): unit(int(number), spaces) for number, spaces in json.loads(sys.argv[3]).items()}
    context = ModbusServerContext(slaves=units, single=False)
    framer = ModbusRtuFramer if sys.argv[2] == "rtu" else ModbusSocketFramer

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
            context, address=("127.0.0.1", int(sys.argv[1])), framer=framer, ignore_missing_slaves=True,
            allow_reuse_address=True))
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
