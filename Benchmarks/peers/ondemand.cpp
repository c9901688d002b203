// simdjson On-Demand reading an array of numbers into a vector, the way its documentation does: no checks of ours.
//
//     c++ -O3 ondemand.cpp -o ondemand -lsimdjson
//
// Commands as torch_peer.py's: `load json SIZE DIRECTORY`, `run json SIZE SECONDS`.
#include <simdjson.h>

#include <chrono>
#include <iostream>
#include <string>
#include <vector>

static simdjson::ondemand::parser parser;

static std::vector<double> read(const simdjson::padded_string &text) {
  std::vector<double> numbers;
  simdjson::ondemand::document document = parser.iterate(text);
  for (auto value : document.get_array()) numbers.push_back(value.get_double());
  return numbers;
}

int main() {
  using clock = std::chrono::steady_clock;
  simdjson::padded_string text;
  std::string command, name, size, argument;
  while (std::cin >> command >> name >> size >> argument) {
    try {
      if (command == "load") {
        text = simdjson::padded_string::load(argument + "/text.u8");
        std::cout << "{\"loaded\": " << read(text).size() << "}" << std::endl;
        continue;
      }
      std::cout << "{\"samples_ns\": [";
      auto end = clock::now() + std::chrono::duration<double>(std::stod(argument));
      int count = 0;
      while (count < 3 || (clock::now() < end && count < 10000)) {
        auto start = clock::now();
        {
          volatile size_t read_numbers = read(text).size();
          (void)read_numbers;
        }
        auto taken = std::chrono::duration_cast<std::chrono::nanoseconds>(clock::now() - start);
        std::cout << (count++ ? ", " : "") << taken.count();
      }
      std::cout << "], \"repetitions\": " << count << "}" << std::endl;
    } catch (const std::exception &error) {
      std::cout << "{\"error\": \"simdjson\"}" << std::endl;
    }
  }
}
