/// Answers commands, one a line, with one line of JSON each, so that somebody else can take turns with peers:
///
///     run NAME SIZE SECONDS      times the work for about that long
///     dump NAME SIZE DIRECTORY   writes its inputs and its answer as raw arrays
struct Session {
  private var workloads: [String: Workload] = [:]
  private var warm: Set<String> = []

  mutating func serve() {
    while let line = readLine() {
      do {
        print(try answer(line.split(separator: " ").map(String.init)))
      } catch {
        print("{\"error\": \"\(String(describing: error).filter { $0 != "\"" && $0 != "\\" })\"}")
      }
      flush()
    }
  }

  private mutating func answer(_ words: [String]) throws -> String {
    guard words.count == 4, let size = Int(words[2]) else { throw Misunderstood(line: words) }
    switch words[0] {
    case "run":
      guard let seconds = Double(words[3]) else { throw Misunderstood(line: words) }
      return try measure(words[1], size, seconds).json(withSamples: true)
    case "dump": return try dump(words[1], size, directory: words[3])
    default: throw Misunderstood(line: words)
    }
  }

  mutating func measure(_ name: String, _ size: Int, _ seconds: Double) throws -> Measurement {
    let workload = try workload(name, size)
    let isNew = warm.insert("\(name) \(size)").inserted
    return try Measurement(of: workload, name: name, size: size, seconds: seconds, isWarm: !isNew)
  }

  mutating func `repeat`(_ name: String, _ size: Int, _ times: Int) throws {
    let workload = try workload(name, size)
    for _ in 0..<times { _ = try workload.run() }
  }

  private mutating func dump(_ name: String, _ size: Int, directory: String) throws -> String {
    let workload = try workload(name, size)
    let (inputs, outputs) = (workload.inputs, try workload.run()())
    for array in inputs + outputs { try array.write("\(directory)/\(array.name).\(array.type)") }
    return "{\"inputs\": [\(list(inputs))], \"outputs\": [\(list(outputs))]}"
  }

  private func list(_ arrays: [NamedArray]) -> String {
    arrays.map { "{\"name\": \"\($0.name)\", \"type\": \"\($0.type)\", \"shape\": \($0.shape)}" }
      .joined(separator: ", ")
  }

  /// Keeps one size of each kind.
  private mutating func workload(_ name: String, _ size: Int) throws -> Workload {
    if let workload = workloads["\(name) \(size)"] { return workload }
    guard let kind = kinds.first(where: { $0.name == name }), size > 0 else { throw Misunderstood(line: [name]) }
    for key in workloads.keys where key.hasPrefix(name + " ") { workloads[key] = nil }
    let workload = try kind.prepare(size)
    workloads["\(name) \(size)"] = workload
    return workload
  }

  private struct Misunderstood: Error { let line: [String] }
}
