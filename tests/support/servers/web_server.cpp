// SPDX-License-Identifier: Apache-2.0
#include "tests/support/servers/web_server.hpp"

#include <filesystem>

namespace tests::support {
namespace {

constexpr const char* kLighttpd = "/usr/sbin/lighttpd";

constexpr const char* kConfiguration = R"(server.bind = "127.0.0.1"
server.modules = ("mod_auth", "mod_authn_file", "mod_webdav")
server.stat-cache-engine = "disable"
mimetype.assign = (".json" => "application/json", "" => "text/plain")
webdav.activate = "enable"
auth.backend = "plain"
auth.require = (
  "/basic" => ("method" => "basic", "realm" => "house", "require" => "valid-user"),
  "/digest" => ("method" => "digest", "realm" => "house", "algorithm" => "MD5", "require" => "valid-user"))
)";

}  // namespace

WebServer::WebServer() : port_(free_port()) {
  for (const char* name : {"basic", "digest"}) std::filesystem::create_directory(documents_.path() / name);
  folder_.write("lighttpd.conf", std::string(kConfiguration) + "server.port = " + std::to_string(port_) +
                                     "\nserver.document-root = \"" + documents_.path().string() +
                                     "\"\nauth.backend.plain.userfile = \"" +
                                     folder_.write("users", "gateway:se:cret\n") + "\"\n");
  start();
}

void WebServer::start() {
  process_ = std::make_unique<Process>(std::vector<std::string>{kLighttpd, "-D", "-f", folder_.file("lighttpd.conf")});
  // The listening socket is open before this line is written.
  process_->wait_for_line("server started");
}

// Replaced at once: it may be on its way out.
void WebServer::write(const std::string& path, const std::string& text) {
  const std::string next = documents_.write("." + std::filesystem::path(path).filename().string(), text);
  std::filesystem::rename(next, documents_.path() / path);
}

}  // namespace tests::support
