import Glibc

let usage = """
  focald-benchmarks [--only NAME,…] [--size N,…] [--seconds S]   times kernels, one line of JSON each
  focald-benchmarks --repeat N --only NAME --size N               runs work so often, for whoever counts from outside
  focald-benchmarks --serve                                      takes commands on standard input (Session.swift)
  focald-benchmarks --list                                       kinds of work and their sizes
  """

func flush() { fflush(nil) }

func fail(_ message: String) -> Never {
  let text = message + "\n" + usage + "\n"
  _ = write(STDERR_FILENO, text, text.utf8.count)
  exit(2)
}

var options: [String: String] = [:]
var words = Array(CommandLine.arguments.dropFirst())
while let word = words.first {
  words.removeFirst()
  switch word {
  case "--serve", "--list": options[word] = ""
  case "--only", "--size", "--seconds", "--repeat":
    guard !words.isEmpty else { fail("\(word) wants a value") }
    options[word] = words.removeFirst()
  case "--help", "-h":
    print(usage)
    exit(0)
  default: fail("\(word) is not an option")
  }
}

var session = Session()
if options["--serve"] != nil {
  session.serve()
  exit(0)
}
let names = options["--only"]?.split(separator: ",").map(String.init) ?? kinds.map(\.name)
let sizes = options["--size"]?.split(separator: ",").compactMap { Int($0) }
guard let seconds = Double(options["--seconds"] ?? "1") else { fail("--seconds wants a number") }
for name in names {
  guard let kind = kinds.first(where: { $0.name == name }) else { fail("there is no \(name)") }
  for size in sizes ?? kind.sizes {
    if options["--list"] != nil {
      print(name, size)
      continue
    }
    if let times = options["--repeat"].flatMap({ Int($0) }) {
      do { try session.repeat(name, size, times) } catch { fail("\(name): \(error)") }
      continue
    }
    do { print(try session.measure(name, size, seconds).json(withSamples: false)) } catch { fail("\(name): \(error)") }
    flush()
  }
}
