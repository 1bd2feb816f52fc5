// SPDX-License-Identifier: Apache-2.0
// Shows that no hostile file, and none of a fixed number of mutations of each fixture, makes the reader or a session do
// worse than fail: the sanitizers watch, and what is answered must be readable.
// usage: corpus_runner MUTATIONS FOLDER...
#include "tests/fuzz/exercise.hpp"

#include <algorithm>
#include <array>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <random>
#include <string>
#include <vector>

namespace {

constexpr std::array<std::string_view, 16> kWords{"<",         ">",         "/>",   "</",       "<!--",        "]]>",
                                                  "<![CDATA[", "&#x",       "&",    "xmlns=\"", "<!DOCTYPE a", "\"",
                                                  ":",         "<c:Fault>", "\xC3", "Device."};

std::vector<std::string> read_corpus(int count, char** folders) {
  std::vector<std::filesystem::path> paths;
  for (int i = 0; i < count; ++i) {
    for (const auto& entry : std::filesystem::recursive_directory_iterator(folders[i])) {
      if (entry.is_regular_file()) paths.push_back(entry.path());
    }
  }
  std::sort(paths.begin(), paths.end());
  std::vector<std::string> texts;
  for (const auto& path : paths) {
    std::ifstream file(path, std::ios::binary);
    texts.emplace_back(std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>());
  }
  return texts;
}

class Mutator {
 public:
  std::string mutate(std::string text, const std::string& other) {
    const std::size_t changes = 1 + below(4);
    for (std::size_t i = 0; i < changes; ++i) change(text, other);
    return text;
  }

 private:
  // Not a distribution: those differ between libraries, and a failure must come again everywhere.
  std::size_t below(std::size_t bound) { return bound == 0 ? 0 : static_cast<std::size_t>(random_()) % bound; }

  void change(std::string& text, const std::string& other) {
    const std::size_t at = below(text.size() + 1);
    switch (below(6)) {
      case 0:
        if (at < text.size()) text[at] = static_cast<char>(below(256));
        break;
      case 1: text.erase(at, below(40)); break;
      case 2: text.insert(at, kWords.at(below(kWords.size()))); break;
      case 3: text.insert(at, text.substr(below(text.size() + 1), below(200))); break;
      case 4: text.insert(at, other.substr(below(other.size() + 1), below(400))); break;
      default: text.resize(at); break;
    }
  }

  std::mt19937 random_{20261122};
};

}  // namespace

int main(int argc, char** argv) {
  if (argc < 3) {
    std::fputs("usage: corpus_runner MUTATIONS FOLDER...\n", stderr);
    return 2;
  }
  const int mutations = std::atoi(argv[1]);
  const auto corpus = read_corpus(argc - 2, argv + 2);
  if (corpus.empty()) {
    std::fputs("the folders hold no file\n", stderr);
    return 1;
  }
  Mutator mutator;
  for (std::size_t i = 0; i < corpus.size(); ++i) {
    tests::fuzz::exercise_reader(corpus[i]);
    for (int turn = 0; turn < mutations; ++turn) {
      const std::string& other = corpus[(i + static_cast<std::size_t>(turn)) % corpus.size()];
      tests::fuzz::exercise_reader(mutator.mutate(corpus[i], other));
    }
  }
  std::printf("%zu files, %d mutations of each\n", corpus.size(), mutations);
  return 0;
}
