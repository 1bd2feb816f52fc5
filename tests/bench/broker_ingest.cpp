// SPDX-License-Identifier: Apache-2.0
// Messages of sensors through a real mosquitto into the tree, beside a bare libmosquitto subscriber of the same ones.
#include <mosquitto.h>

#include <algorithm>
#include <atomic>
#include <ctime>
#include <memory>
#include <stdexcept>
#include <string>
#include <thread>

#include "tests/bench/gateway.hpp"
#include "tests/bench/scenarios.hpp"

namespace tests::bench {
namespace {

using namespace std::chrono_literals;
using Seconds = std::chrono::duration<double>;
using Client = std::unique_ptr<mosquitto, decltype(&mosquitto_destroy)>;

constexpr int kSensors = 50;
constexpr int kValues = 5;  // of one message, besides the name that comes with the row

void require(int code) {
  if (code != MOSQ_ERR_SUCCESS) throw std::runtime_error(std::string("libmosquitto: ") + mosquitto_strerror(code));
}

Client connect(unsigned short port, void* object) {
  Client client(mosquitto_new(nullptr, true, object), &mosquitto_destroy);
  require(mosquitto_connect(client.get(), "127.0.0.1", port, 60));
  return client;
}

/// Publishes from a thread of libmosquitto's, as fast as the broker takes it.
class Sensors {
 public:
  explicit Sensors(unsigned short port) : client_(connect(port, nullptr)) {
    require(mosquitto_loop_start(client_.get()));
  }
  ~Sensors() {
    mosquitto_disconnect(client_.get());
    mosquitto_loop_stop(client_.get(), false);
  }
  Sensors(const Sensors&) = delete;
  Sensors& operator=(const Sensors&) = delete;

  /// `last` is the pressure in the last message, and in no other.
  void speak(int messages, int last, bool retain = false) {
    for (int i = 0; i < messages; ++i) {
      const std::string topic = "zigbee2mqtt/sensor" + std::to_string(i % kSensors);
      const std::string tenth = std::to_string(i / kSensors % 10);
      const std::string payload = "{\"battery\":" + std::to_string(i % 100) + ",\"humidity\":48." + tenth +
                                  ",\"linkquality\":" + std::to_string(i % 255) +
                                  ",\"pressure\":" + std::to_string(i + 1 == messages ? last : 1000 + i % 30) +
                                  ",\"temperature\":21." + tenth + ",\"voltage\":3005}";
      require(mosquitto_publish(client_.get(), nullptr, topic.c_str(), static_cast<int>(payload.size()), payload.data(),
                                0, retain));
    }
  }

 private:
  Client client_;
};

struct Ingest {
  double per_second = 0;
  double cpu_us = 0;  ///< of the subscriber, for one message
};

/// Counts and does nothing else.
class BareSubscriber {
 public:
  explicit BareSubscriber(unsigned short port) : client_(connect(port, this)) {
    mosquitto_message_callback_set(client_.get(), [](mosquitto*, void* self, const mosquitto_message*) {
      ++static_cast<BareSubscriber*>(self)->received_;
    });
    mosquitto_subscribe_callback_set(client_.get(), [](mosquitto*, void* self, int, int, const int*) {
      static_cast<BareSubscriber*>(self)->subscribed_ = true;
    });
    require(mosquitto_subscribe(client_.get(), nullptr, "zigbee2mqtt/+", 1));
    thread_ = std::thread([this] {
      while (mosquitto_loop(client_.get(), 1000, 1) == MOSQ_ERR_SUCCESS) cpu_ = own_cpu();
    });
    wait_until("the subscription", [this] { return subscribed_.load(); });
  }
  ~BareSubscriber() {
    mosquitto_disconnect(client_.get());
    thread_.join();
  }
  BareSubscriber(const BareSubscriber&) = delete;
  BareSubscriber& operator=(const BareSubscriber&) = delete;

  int received() const { return received_; }
  std::chrono::nanoseconds cpu() const { return cpu_.load(); }

 private:
  static std::chrono::nanoseconds own_cpu() {
    timespec time{};
    ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
    return std::chrono::seconds(time.tv_sec) + std::chrono::nanoseconds(time.tv_nsec);
  }

  std::atomic<int> received_ = 0;
  std::atomic<bool> subscribed_ = false;
  std::atomic<std::chrono::nanoseconds> cpu_ = 0ns;
  Client client_;
  std::thread thread_;
};

Ingest ingest(int messages, Seconds time, Seconds cpu) {
  return {messages / time.count(), cpu.count() * 1e6 / messages};
}

Ingest into_bare_subscriber(Sensors& sensors, BareSubscriber& subscriber, int messages) {
  const int before = subscriber.received();
  const auto cpu = subscriber.cpu();
  const auto begin = std::chrono::steady_clock::now();
  sensors.speak(messages, 2000);
  wait_until("the bare subscriber", [&] { return subscriber.received() >= before + messages; });
  const auto time = std::chrono::steady_clock::now() - begin;
  return ingest(messages, time, subscriber.cpu() - cpu);
}

Ingest into_tree(Sensors& sensors, const Gateway& gateway, int messages, int last) {
  const std::uint64_t goal = gateway.counters("mqtt").published + static_cast<std::uint64_t>(messages) * kValues;
  const Activity before = activity_of(gateway.pid());
  const auto begin = std::chrono::steady_clock::now();
  sensors.speak(messages, last);
  wait_until("all messages", [&] { return gateway.counters("mqtt").published >= goal; });
  wait_until("the last value", [&] { return gateway.shows(std::to_string(last)); });
  const auto time = std::chrono::steady_clock::now() - begin;
  const Activity after = activity_of(gateway.pid());
  if (gateway.counters("mqtt").lost != 0) throw std::runtime_error("the mqtt adapter has lost messages");
  return ingest(messages, time, after.cpu - before.cpu);
}

double best_rate(const std::vector<Ingest>& rounds) {
  return std::max_element(rounds.begin(), rounds.end(),
                          [](const auto& a, const auto& b) { return a.per_second < b.per_second; })
      ->per_second;
}

double median_cpu(const std::vector<Ingest>& rounds) {
  std::vector<double> times;
  for (const Ingest& round : rounds) times.push_back(round.cpu_us);
  return median(times);
}

}  // namespace

void measure_broker_ingest(const Plan& plan, Table& table) {
  Gateway gateway({.mqtt = true});
  gateway.start();
  gateway.settle();
  // A broker of its own, so that neither subscriber costs the other anything.
  support::Broker quiet({.extra = "log_type none\nlog_type information\nmax_queued_messages 0\nmax_queued_bytes 0\n"});
  BareSubscriber subscriber(quiet.port());
  Sensors to_gateway(gateway.broker().port());
  Sensors to_subscriber(quiet.port());

  // Retained, so that they come when the adapter has subscribed: then there are rows.
  int last = 3000;
  to_gateway.speak(kSensors, last, true);
  wait_until("the rows", [&] { return gateway.counters("mqtt").published == kSensors * (kValues + 1); });
  std::vector<Ingest> bare, tree;
  for (int i = 0; i < plan.ingest_rounds; ++i) {
    bare.push_back(into_bare_subscriber(to_subscriber, subscriber, plan.messages));
    tree.push_back(into_tree(to_gateway, gateway, plan.messages, ++last));
  }
  gateway.stop();

  table.heading("MQTT, " + std::to_string(plan.messages) + " messages of " + std::to_string(kSensors) +
                " sensors, five values each");
  table.row("into the tree, best", best_rate(tree), 0, "msg/s");
  table.row("into a bare libmosquitto subscriber, best", best_rate(bare), 0, "msg/s");
  table.row("rate of the tree / of the bare subscriber, bests", best_rate(tree) / best_rate(bare), 2, "x");
  table.row("CPU of the daemon for a message, median", median_cpu(tree), 1, "us");
  table.row("CPU of the bare subscriber for a message, median", median_cpu(bare), 1, "us");
}

}  // namespace tests::bench
