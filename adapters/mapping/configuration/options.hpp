// SPDX-License-Identifier: Apache-2.0
#pragma once
// The rows of configuration keys that all adapters share, into which each plugs the rows that are its own:
//
//   inline constexpr std::array kSource = {sdk::option::string("topic", "..."), mapping::kPointer,
//                                          mapping::kFromAvailability, mapping::kIgnoreRetained};
//   ... kSink, kRows, kAvailability
//   inline constexpr auto kOptions = sdk::option::join(
//       kOwn, mapping::SharedOptions<kSource, kSink, kRows, kAvailability>::kSection);
//
// Thread: any

#include <array>

#include "adapters/sdk/option.hpp"

namespace adapters::mapping {

namespace option = sdk::option;

// ---- for a source, a sink or an availability ------------------------------------------------------------------------

inline constexpr adapter_option kPointer = option::string(
    "pointer", "JSON Pointer (RFC 6901) to the value, such as /switch:0/output; absent: the whole payload as text.");
inline constexpr adapter_option kFromAvailability = option::boolean(
    "availability", "true: the parameter says whether the row's device is online; nothing else is given then.");
inline constexpr adapter_option kIgnoreRetained = option::boolean(
    "ignore_retained", "For events, such as a button's: take no notice of messages that the broker had kept.",
    {.default_value = "false"});
inline constexpr adapter_option kResetAfter =
    option::integer("reset_after_s", "For events: after which it is over and the value empty, false or 0 again.",
                    {.minimum = 1, .maximum = 86400, .unit = "s"});
inline constexpr adapter_option kPayload = option::string(
    "payload",
    "What is sent: ${value} is the value, ${name} a capture. In a payload that is JSON they are escaped as JSON asks.",
    {.default_value = "${value}"});
inline constexpr adapter_option kConfirm = option::string(
    "confirm",
    "When a set counts as done: at once, when the transport has taken it, when the source echoes the value, or when "
    "the "
    "device answers as `response` says. The default is state where the parameter has a source, otherwise published.",
    {.choices = "none published state response"});
inline constexpr std::array kOk = {
    option::string("pointer", "JSON Pointer to what is there when the command is done.", {.required = true}),
    option::string("value", "What stands there then; absent: anything but null."),
};
inline constexpr std::array kError = {
    option::string("pointer", "JSON Pointer to the reason, which is there when the command is refused.",
                   {.required = true}),
};
inline constexpr adapter_option kConfirmResponse =
    option::string("confirm",
                   "When a set counts as done: when it has been answered for, or when the source, which is read again "
                   "at once, has the "
                   "value.",
                   {.default_value = "response", .choices = "response state"});
inline constexpr adapter_option kConfirmTimeout =
    option::integer("confirm_timeout_s", "How long the confirmation may take before a set counts as pending.",
                    {.default_value = "5", .minimum = 1, .maximum = 20, .unit = "s"});
inline constexpr adapter_option kOnline =
    option::string("online", "The word that says the device is there.", {.default_value = "online"});
inline constexpr adapter_option kOffline =
    option::string("offline", "The word that says it is away; absent: every word but `online`.");

/// For adapters that ask, instead of being told. The next two are for `rows` that stand in one document.
inline constexpr adapter_option kInterval =
    option::integer("interval_s", "How often it is read; of several for one address the shortest.",
                    {.default_value = "10", .minimum = 1, .maximum = 86400, .unit = "s"});

inline constexpr adapter_option kRowsPointer = option::string(
    "pointer", "JSON Pointer to the object or array of which each member is a row; absent: the whole document.");
inline constexpr adapter_option kRowsKey = option::string(
    "key",
    "JSON Pointer, in a member, to its identity; required for an array; absent in an object: the member's name.");

inline constexpr adapter_option kMode =
    option::string("mode", "Of several sources: online when all say so, when any does, or as the latest says.",
                   {.default_value = "all", .choices = "all any latest"});
inline constexpr adapter_option kStaleAfter =
    option::integer("stale_after_s", "Silent after so long without a message, until the next one; absent: never.",
                    {.minimum = 1, .maximum = 31536000, .unit = "s"});

// ---- which devices are wanted in the standard shape -----------------------------------------------------------------

inline constexpr std::array kAdmission = {
    option::list("allow", {},
                 "Identities or names of devices, in which * is any text and ? any character: no others are shown.",
                 {.default_value = "*"}),
    option::list("deny", {}, "The same of devices that are not shown, even if `allow` has them."),
    option::boolean("auto_add", "false: devices that `allow` does not name wait, and are told of as found.",
                    {.default_value = "true"}),
    option::integer("max_devices", "How many devices are shown; those found after that are told of alone.",
                    {.default_value = "200", .minimum = 1, .maximum = 10000}),
};

// ---- the section ----------------------------------------------------------------------------------------------------

inline constexpr adapter_option kMinChange = option::string(
    "min_change",
    "Of a number with notification: the least change that an ACS is notified of, such as 0.5, or 5% of the value of "
    "the last notification.");
inline constexpr adapter_option kMinInterval = option::integer(
    "min_interval_s", "The least time between two notifications; a change meanwhile is reported at its end.",
    {.minimum = 1, .maximum = 31536000, .unit = "s"});
inline constexpr adapter_option kMaxInterval =
    option::integer("max_interval_s", "The time after which a change less than `min_change` is reported as well.",
                    {.minimum = 1, .maximum = 31536000, .unit = "s"});

/// A rule of `notify`: the first that fits gives the attribute.
inline constexpr std::array kNotifyRule = {
    option::string("device", "An identity or a name, in which * is any text and ? any character; absent: any device."),
    option::string("type", "A type of capability, such as DoorOpen, likewise with * and ?."),
    option::string("class", "A class of capability.",
                   {.choices = "BinaryControl LevelControl EnumControl BinarySensor LevelSensor MultiLevelSensor "
                               "EnumSensor TextSensor TextControl"}),
    option::string("name", "The name of a capability, likewise with * and ?."),
    option::boolean("online", "true: the rule is for the parameter Online, and for no capability.",
                    {.default_value = "false"}),
    option::string("notify", "The notification attribute until an ACS changes it.",
                   {.required = true, .choices = "off passive active"}),
    kMinChange,
    kMinInterval,
    kMaxInterval,
};

inline constexpr std::array kRange = {
    option::decimal("min", "The least number an ACS may set."),
    option::decimal("max", "The greatest number an ACS may set."),
    option::integer("max_length", "How many characters an ACS may set.", {.minimum = 1, .maximum = 65535}),
};

/// Each argument is an array of struct adapter_option with static storage.
template <const auto& Source, const auto& Sink, const auto& Rows, const auto& Availability>
struct SharedOptions {
  /// What a parameter and a capability have in common.
  static constexpr std::array kValue = {
      option::decimal("scale", "Factor from the device's number to the one that an ACS sees; exact.",
                      {.default_value = "1"}),
      option::decimal("offset", "What is added after scaling.", {.default_value = "0"}),
      option::integer("round", "How many digits behind the point are left, after scaling; absent: all.",
                      {.minimum = 0, .maximum = 15}),
      option::decimal("step",
                      "The device counts in these, as an ACS sees them: what it says less than one away from what was "
                      "set confirms that."),
      option::boolean("inverted", "Of a boolean: the device's true is false for an ACS, both ways.",
                      {.default_value = "false"}),
      option::words("values",
                    "Device word: ACS word. A device word in another case fits too, and what is not listed is refused, "
                    "both ways."),
      option::list(
          "no_value", {},
          "The device's words and numbers that say it has no value, such as -127 or 0x8000, as they are before "
          "scaling: the last value stays, and the message is counted."),
      option::string(
          "time",
          "Of a time, how the device writes it: epoch_s and epoch_ms are seconds and milliseconds since 1970, "
          "utc and local \"2026-01-02 03:04:05\". Absent: as an ACS sees it, \"2026-01-02T03:04:05Z\".",
          {.choices = "epoch_s epoch_ms utc local"}),
      option::boolean("decimal_comma", "Of a number: the device writes 21,5 for 21.5, both ways.",
                      {.default_value = "false"}),
      option::string("suffix",
                     "Of a number: what the device may write behind it, such as kWh. A number with another one is "
                     "refused; a set goes without it."),
      option::map("range", kRange, "What an ACS may set; a device's value outside of it is shown and counted."),
      kMinChange,
      kMinInterval,
      kMaxInterval,
      option::map("source", Source, "Where the value comes from."),
      option::map("sink", Sink, "Where a set goes; it makes it writable."),
  };
  static constexpr auto kParameter = option::join(
      std::array{
          option::string("path", "Its name below the mount or the row: Boiler.Temperature.", {.required = true}),
          option::string(
              "type", "Its data type.",
              {.default_value = "string",
               .choices = "string boolean int unsignedInt long unsignedLong decimal dateTime base64 hexBinary"}),
          option::string("value", "A constant, in which {name} is what the row's address captured."),
      },
      option::join(std::array{option::string("notify", "The notification attribute until an ACS changes it.",
                                             {.default_value = "off", .choices = "off passive active"})},
                   kValue));
  static constexpr auto kPresence = option::join(
      Availability, std::array{option::list("sources", Availability, "Several that say it, in the place of one."),
                               kMode, kStaleAfter});
  static constexpr std::array kTable = {
      option::string("path", "Its name below the mount: Sensor.{i}.", {.required = true}),
      option::map("rows", Rows, "Where rows come from: every value of the captures seen is one row, its identity.",
                  {.required = true}),
      option::map("availability", kPresence, "What says whether a row's device is online; absent: unknown."),
      option::list("parameters", kParameter, "The columns of the table.", {.required = true}),
  };
  static constexpr auto kCapability = option::join(
      std::array{
          option::string("name", "Its name for people, another one for each of the device: Temperature.",
                         {.required = true}),
          option::string("class", "Its class of TR-181's IoTCapability: a control is set, a sensor is not.",
                         {.required = true,
                          .choices = "BinaryControl LevelControl EnumControl BinarySensor LevelSensor EnumSensor "
                                     "TextSensor TextControl"}),
          option::string("type",
                         "A word of TR-181's for the class, such as Switch or Temperature, or one of your own."),
          option::string("unit", "Of a level: a word of TR-181's IoTUnitType, such as degC, or one of your own."),
          option::boolean("always", "true: it is there before it has had a value.", {.default_value = "false"}),
          option::string("notify",
                         "The notification attribute until an ACS changes it; absent: as the first rule of the "
                         "section's `notify` that fits has it, or else the shipped rules.",
                         {.choices = "off passive active"}),
      },
      kValue);
  static constexpr std::array kDevice = {
      option::map("rows", Rows,
                  "Where devices come from: every value of the captures seen is one. Absent: it is one device, whose "
                  "sources say each where they are."),
      option::string("identity",
                     "What it is known by, with {name}; absent: the captures. What two have is one device."),
      option::string("name", "Its name, in which {name} is what was captured; absent: its identity."),
      option::string("name_pointer", "JSON Pointer to its name in what comes at `rows`, where that has one."),
      option::string("type", "A word of TR-181's IoTDeviceType, such as Sensor or Light."),
      option::string("description", "For people: what it is; {name} is what was captured."),
      option::string("protocol", "What it speaks, such as ZigBee; absent: what the adapter does."),
      option::map("availability", kPresence, "What says whether it is online; absent: unknown."),
      option::list("capabilities", kCapability, "What devices of the kind may have.", {.required = true}),
  };
  static constexpr auto kSection = option::join(
      kAdmission, std::array{
                      option::list("parameters", kParameter, "Single parameters below the mount."),
                      option::list("tables", kTable, "Tables below the mount, one row a device."),
                      option::list("devices", kDevice,
                                   "Kinds of devices, each shown in TR-181's shape with what it has of it all."),
                      option::list("notify", kNotifyRule,
                                   "Rules for the notification attributes of all devices in TR-181's shape; the first "
                                   "that fits decides, and the shipped rules stand behind the last."),
                      option::integer("max_rows", "How many rows a table may have; what comes after is rejected.",
                                      {.default_value = "1000", .minimum = 1, .maximum = 100000}),
                      option::integer("max_payload_bytes", "The longest message that is read.",
                                      {.default_value = "1048576", .minimum = 1, .maximum = 16777216, .unit = "bytes"}),
                  });
};

}  // namespace adapters::mapping
