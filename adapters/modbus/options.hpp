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
    option::integer("baud", "Of a serial line, its speed.",
                    {.default_value = "9600", .minimum = 110, .maximum = 2000000}),
    option::string("parity", "Of a serial line.", {.default_value = "even", .choices = "none even odd"}),
    option::integer("data_bits", "Of a serial line.", {.default_value = "8", .minimum = 7, .maximum = 8}),
    option::integer("stop_bits", "Of a serial line; absent: 1, and 2 without parity.", {.minimum = 1, .maximum = 2}),
    option::boolean("rs485", "Have the kernel's driver switch between sending and listening.",
                    {.default_value = "false"}),
    option::integer("response_timeout_ms", "How long a unit may take to answer.",
                    {.default_value = "1000", .minimum = 10, .maximum = 10000, .unit = "ms"}),
    option::integer("connect_timeout_ms", "How long a TCP connection may take to come about.",
                    {.default_value = "5000", .minimum = 100, .maximum = 30000, .unit = "ms"}),
    option::integer("delay_ms",
                    "The silence before each request; absent: none over TCP, on a serial line that of 3.5 characters.",
                    {.minimum = 0, .maximum = 1000, .unit = "ms"}),
    option::integer("max_gap", "How many addresses between two values are read for nothing to save a request.",
                    {.default_value = "10", .minimum = 0, .maximum = 2000}),
    option::integer("max_registers", "How many registers a request may ask for, where a device takes less than 125.",
                    {.default_value = "125", .minimum = 1, .maximum = 125}),
    option::integer("offline_after", "Requests in a row without an answer, after which a unit is offline.",
                    {.default_value = "3", .minimum = 1, .maximum = 100}),
};

inline constexpr adapter_option kUnit = option::integer(
    "unit", "Which device of the bus, 0 to 247, or 255; not in a table.", {.minimum = 0, .maximum = 255});
inline constexpr adapter_option kCoil =
    option::integer("coil", "Its address, counted from 0.", {.minimum = 0, .maximum = 65535});
inline constexpr adapter_option kDiscrete =
    option::integer("discrete", "The address of a discrete input, counted from 0.", {.minimum = 0, .maximum = 65535});
inline constexpr adapter_option kInput =
    option::integer("input", "The address of an input register, counted from 0.", {.minimum = 0, .maximum = 65535});
inline constexpr adapter_option kHolding =
    option::integer("holding", "The address of a holding register, counted from 0.", {.minimum = 0, .maximum = 65535});
inline constexpr adapter_option kAs =
    option::string("as", "What the registers hold; absent: uint16, and bit where `bit` is given.",
                   {.choices = "bit int16 uint16 bcd16 int32 uint32 float32 bcd32 int64 uint64 float64 bcd64 string"});
inline constexpr adapter_option kOrder = option::string(
    "order", "Of the bytes, A being the most significant; absent: ABCD.", {.choices = "ABCD DCBA BADC CDAB"});
inline constexpr adapter_option kBit =
    option::integer("bit", "One bit of the register; 0 is the least significant.", {.minimum = 0, .maximum = 15});
inline constexpr adapter_option kLength =
    option::integer("length", "Of a string, in registers.", {.minimum = 1, .maximum = 125});

inline constexpr std::array kSource = {kUnit,
                                       kCoil,
                                       kDiscrete,
                                       kInput,
                                       kHolding,
                                       kAs,
                                       kOrder,
                                       kBit,
                                       kLength,
                                       mapping::kInterval,
                                       mapping::kFromAvailability};

inline constexpr std::array kSink = {
    kUnit,
    kCoil,
    kHolding,
    kAs,
    kOrder,
    kBit,
    kLength,
    option::boolean("multiple", "Write one register or coil by function 16 or 15 as well, instead of 6 or 5.",
                    {.default_value = "false"}),
    option::boolean("mask_write", "Change a bit by function 22, instead of reading the register and writing it.",
                    {.default_value = "false"}),
    mapping::kConfirmResponse,
    mapping::kConfirmTimeout,
};

inline constexpr std::array kRows = {
    option::string("units", "The devices, one row each: \"1,2,3-10\".", {.required = true}),
};

inline constexpr std::array<adapter_option, 0> kAvailability = {};

inline constexpr std::array kOwnOptions = {
    option::map("bus", kBus, "Where the devices are and how they are spoken to.", {.required = true}),
};

inline constexpr auto kOptions =
    option::join(kOwnOptions, mapping::SharedOptions<kSource, kSink, kRows, kAvailability>::kSection);

}  // namespace adapters::modbus
