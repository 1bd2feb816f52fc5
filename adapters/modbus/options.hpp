// SPDX-License-Identifier: Apache-2.0
#pragma once
// The configuration keys of this adapter, one row each: those of the bus, and what it adds to the mapping's own.
// Thread: any

#include <array>

#include "adapters/mapping/configuration/options.hpp"

namespace adapters::modbus {

namespace option = sdk::option;

inline constexpr std::array kBus = {
    option::string("url", "tcp://host:502, rtu:/dev/ttyUSB0, or rtu+tcp://host:port for RTU frames in TCP.",
                   {.required = true}),
    option::integer("baud", "The speed of the serial line.",
                    {.default_value = "9600", .minimum = 110, .maximum = 2000000}),
    option::string("parity", "The parity of the serial line.", {.default_value = "even", .choices = "none even odd"}),
    option::integer("data_bits", "Data bits of the serial line.", {.default_value = "8", .minimum = 7, .maximum = 8}),
    option::integer("stop_bits", "Stop bits of the serial line. Absent: 1, and 2 without parity.",
                    {.minimum = 1, .maximum = 2}),
    option::boolean("rs485", "The kernel's driver switches the line between sending and receiving.",
                    {.default_value = "false"}),
    option::integer("response_timeout_ms", "The time in which a unit must answer.",
                    {.default_value = "1000", .minimum = 10, .maximum = 10000, .unit = "ms"}),
    option::integer("connect_timeout_ms", "The time in which a TCP connection must be made.",
                    {.default_value = "5000", .minimum = 100, .maximum = 30000, .unit = "ms"}),
    option::integer("delay_ms", "The pause before each request. Absent: 0 over TCP, 3.5 characters on a serial line.",
                    {.minimum = 0, .maximum = 1000, .unit = "ms"}),
    option::integer("max_gap", "How many unused addresses between two values are read to save a request.",
                    {.default_value = "10", .minimum = 0, .maximum = 2000}),
    option::integer("max_registers", "The registers of one request, for devices that allow fewer than 125.",
                    {.default_value = "125", .minimum = 1, .maximum = 125}),
    option::integer("offline_after", "The number of requests in a row without an answer after which a unit is offline.",
                    {.default_value = "3", .minimum = 1, .maximum = 100}),
};

inline constexpr adapter_option kUnit =
    option::integer("unit", "The device on the bus, 0 to 247, or 255. Not in a table.", {.minimum = 0, .maximum = 255});
inline constexpr adapter_option kCoil =
    option::integer("coil", "The address of a coil, counted from 0.", {.minimum = 0, .maximum = 65535});
inline constexpr adapter_option kDiscrete =
    option::integer("discrete", "The address of a discrete input, counted from 0.", {.minimum = 0, .maximum = 65535});
inline constexpr adapter_option kInput =
    option::integer("input", "The address of an input register, counted from 0.", {.minimum = 0, .maximum = 65535});
inline constexpr adapter_option kHolding =
    option::integer("holding", "The address of a holding register, counted from 0.", {.minimum = 0, .maximum = 65535});
inline constexpr adapter_option kAs =
    option::string("as", "The type of the value in the registers. Absent: uint16, or bit if `bit` is given.",
                   {.choices = "bit int16 uint16 bcd16 int32 uint32 float32 bcd32 int64 uint64 float64 bcd64 string"});
inline constexpr adapter_option kOrder = option::string(
    "order", "The order of the bytes; A is the most significant. Absent: ABCD.", {.choices = "ABCD DCBA BADC CDAB"});
inline constexpr adapter_option kBit =
    option::integer("bit", "One bit of the register; 0 is the least significant.", {.minimum = 0, .maximum = 15});
inline constexpr adapter_option kLength =
    option::integer("length", "The length of a string, in registers.", {.minimum = 1, .maximum = 125});

inline constexpr adapter_option kNoValue = option::string(
    "no_value",
    "sunspec: the number that SunSpec has for a value that is not there, as the type says: 0x8000 of int16, 0xFFFF of "
    "uint16. Others stand in the parameter's own `no_value`.",
    {.choices = "sunspec"});

inline constexpr std::array kSource = {
    kUnit,  kCoil, kDiscrete, kInput,   kHolding,           kAs,
    kOrder, kBit,  kLength,   kNoValue, mapping::kInterval, mapping::kFromAvailability};

inline constexpr std::array kSink = {
    kUnit,
    kCoil,
    kHolding,
    kAs,
    kOrder,
    kBit,
    kLength,
    option::boolean("multiple", "A single register or coil is written by function 16 or 15, instead of 6 or 5.",
                    {.default_value = "false"}),
    option::boolean("mask_write", "A bit is changed by function 22, instead of reading and writing the register.",
                    {.default_value = "false"}),
    mapping::kConfirmResponse,
    mapping::kConfirmTimeout,
};

inline constexpr std::array kRows = {
    option::string("units", "The devices, one row each: \"1,2,3-10\".", {.required = true}),
};

inline constexpr std::array<adapter_option, 0> kAvailability = {};

inline constexpr std::array kOwnOptions = {
    option::map("bus", kBus, "The bus: its address and its settings.", {.required = true}),
};

inline constexpr auto kOptions =
    option::join(kOwnOptions, mapping::SharedOptions<kSource, kSink, kRows, kAvailability>::kSection);

}  // namespace adapters::modbus
