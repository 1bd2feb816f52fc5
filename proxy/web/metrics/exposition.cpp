// SPDX-License-Identifier: Apache-2.0
#include "proxy/web/metrics/exposition.hpp"

#include "proxy/config/text.hpp"

#include <fmt/format.h>
#include <boost/json.hpp>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <iterator>
#include <optional>

namespace proxy::web {
namespace {

namespace json = boost::json;

bool is_name(std::string_view text) {
  const auto is_letter = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; };
  const auto is_inner = [&](char c) { return is_letter(c) || (c >= '0' && c <= '9'); };
  return !text.empty() && is_letter(text.front()) && std::ranges::all_of(text, is_inner);
}

std::string escaped(std::string_view text, bool with_quotes) {
  std::string out;
  for (const char letter : text) {
    if (letter == '\\' || (letter == '"' && with_quotes)) out += '\\';
    if (letter == '\n') {
      out += "\\n";
    } else {
      out += letter;
    }
  }
  return out;
}

std::string_view text_of(const json::object& object, std::string_view key) {
  const json::value* value = object.if_contains(key);
  return value != nullptr && value->is_string() ? std::string_view(value->as_string()) : std::string_view();
}

std::string number_text(double number) {
  if (std::isnan(number)) return "NaN";
  if (std::isinf(number)) return number > 0 ? "+Inf" : "-Inf";
  return fmt::format("{}", number);
}

/// Empty if the value is no number.
std::string number_text(const json::value* value) {
  if (value == nullptr) return {};
  if (value->is_int64()) return std::to_string(value->as_int64());
  if (value->is_uint64()) return std::to_string(value->as_uint64());
  if (value->is_double()) return number_text(value->as_double());
  if (value->is_bool()) return value->as_bool() ? "1" : "0";
  return {};
}

/// The bound of a bucket: a number, or the text "+Inf".
std::optional<double> bound_of(const json::value* value) {
  if (value == nullptr) return std::nullopt;
  if (value->is_number()) return value->to_number<double>();
  if (value->is_string() && value->as_string() == "+Inf") return HUGE_VAL;
  return std::nullopt;
}

class Writer {
 public:
  explicit Writer(MetricsFormat format) : is_open_(format == MetricsFormat::open_metrics_1_0_0) {}

  void add(const json::object& family) {
    name_ = text_of(family, "name");
    type_ = text_of(family, "type");
    const json::value* samples = family.if_contains("samples");
    const bool is_known = type_ == "counter" || type_ == "gauge" || type_ == "histogram" || type_ == "info";
    if (!is_name(name_) || !is_known || samples == nullptr || !samples->is_array()) return;
    if (type_ == "counter" && name_.ends_with("_total")) name_.remove_suffix(6);
    if (type_ == "info" && name_.ends_with("_info")) name_.remove_suffix(5);
    write_head(text_of(family, "help"), text_of(family, "unit"));
    for (const json::value& sample : samples->as_array()) {
      if (sample.is_object()) write_sample(sample.as_object());
    }
  }

  std::string finish() {
    if (is_open_) text_ += "# EOF\n";
    return std::move(text_);
  }

 private:
  /// The name of the samples of a counter or an info, which in the older format is that of the family, too.
  std::string sample_name() const {
    if (type_ == "counter") return std::string(name_) + "_total";
    return type_ == "info" ? std::string(name_) + "_info" : std::string(name_);
  }

  void write_head(std::string_view help, std::string_view unit) {
    const std::string name = is_open_ ? std::string(name_) : sample_name();
    append("# TYPE {} {}\n", name, !is_open_ && type_ == "info" ? "gauge" : type_);
    const bool names_unit = unit.size() + 1 < name.size() && is_name(unit) && name.ends_with("_" + std::string(unit));
    if (is_open_ && names_unit && type_ != "info") append("# UNIT {} {}\n", name, unit);
    if (!help.empty()) append("# HELP {} {}\n", name, escaped(help, is_open_));
  }

  void write_sample(const json::object& sample) {
    const std::string labels = labels_of(sample);
    if (type_ == "histogram") return write_histogram(sample, labels);
    const std::string value = number_text(sample.if_contains("value"));
    if (!value.empty()) append("{}{} {}\n", sample_name(), in_braces(labels), value);
  }

  void write_histogram(const json::object& sample, const std::string& labels) {
    const json::value* buckets = sample.if_contains("buckets");
    const std::string sum = number_text(sample.if_contains("sum"));
    const std::string count = number_text(sample.if_contains("count"));
    if (buckets == nullptr || !buckets->is_array() || sum.empty() || count.empty()) return;
    for (const json::value& bucket : buckets->as_array()) {
      if (!bucket.is_object()) continue;
      const auto bound = bound_of(bucket.as_object().if_contains("le"));
      const std::string in_bucket = number_text(bucket.as_object().if_contains("count"));
      if (bound && !std::isinf(*bound) && !in_bucket.empty()) write_bucket(labels, bound_text(*bound), in_bucket);
    }
    write_bucket(labels, "+Inf", count);
    append("{}_sum{} {}\n{}_count{} {}\n", name_, in_braces(labels), sum, name_, in_braces(labels), count);
  }

  void write_bucket(const std::string& labels, const std::string& bound, const std::string& count) {
    append("{}_bucket{{{}{}le=\"{}\"}} {}\n", name_, labels, labels.empty() ? "" : ",", bound, count);
  }

  /// OpenMetrics writes a bound as a number with a fraction.
  std::string bound_text(double bound) const {
    std::string text = number_text(bound);
    if (is_open_ && text.find_first_of(".e") == std::string::npos) text += ".0";
    return text;
  }

  static std::string labels_of(const json::object& sample) {
    const json::value* labels = sample.if_contains("labels");
    std::string out;
    if (labels == nullptr || !labels->is_object()) return out;
    for (const auto& [key, value] : labels->as_object()) {
      if (!is_name(key) || !value.is_string()) continue;
      fmt::format_to(std::back_inserter(out), "{}{}=\"{}\"", out.empty() ? "" : ",", std::string_view(key),
                     escaped(value.as_string(), true));
    }
    return out;
  }

  static std::string in_braces(const std::string& labels) { return labels.empty() ? "" : "{" + labels + "}"; }

  template <class... Arguments>
  void append(fmt::format_string<Arguments...> format, Arguments&&... arguments) {
    fmt::format_to(std::back_inserter(text_), format, std::forward<Arguments>(arguments)...);
  }

  const bool is_open_;
  std::string_view name_, type_;  ///< of the family that is written
  std::string text_;
};

/// The weight that a list of an Accept header gives a media type; none if it is not in the list.
std::optional<double> weight(std::string_view accept, std::string_view type) {
  std::optional<double> best;
  for (std::string_view rest = accept; !rest.empty();) {
    const auto end = rest.find(',');
    const std::string_view range = config::trimmed(rest.substr(0, end));
    rest = end == std::string_view::npos ? std::string_view() : rest.substr(end + 1);
    const std::string_view name = range.substr(0, range.find_first_of("; "));
    if (name != type) continue;
    const auto at = range.find("q=");
    const double q = at == std::string_view::npos ? 1 : std::strtod(std::string(range.substr(at + 2)).c_str(), nullptr);
    best = std::max(best.value_or(0), q);
  }
  return best;
}

}  // namespace

MetricsFormat preferred_format(std::string_view accept) {
  const double open = weight(accept, "application/openmetrics-text").value_or(0);
  const double text = weight(accept, "text/plain").value_or(0);
  return open > 0 && open >= text ? MetricsFormat::open_metrics_1_0_0 : MetricsFormat::text_0_0_4;
}

const char* content_type(MetricsFormat format) {
  return format == MetricsFormat::open_metrics_1_0_0 ? "application/openmetrics-text; version=1.0.0; charset=utf-8"
                                                     : "text/plain; version=0.0.4; charset=utf-8";
}

std::string exposition(const json::value& metrics, MetricsFormat format) {
  Writer writer(format);
  const json::value* families = metrics.is_object() ? metrics.as_object().if_contains("families") : nullptr;
  if (families != nullptr && families->is_array()) {
    for (const json::value& family : families->as_array()) {
      if (family.is_object()) writer.add(family.as_object());
    }
  }
  return writer.finish();
}

}  // namespace proxy::web
