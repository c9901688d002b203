import Glibc

/// What can be fuzzed. A target traps when something is wrong; libFuzzer then keeps the input.
enum FuzzTarget: String, CaseIterable {
  /// Both JSON readers, whole and in blocks, and their agreement.
  case json
  /// A line that names an operation, then the request's body.
  case operation
  /// Bytes that say how an operation's example is changed.
  case structured
  /// A COCO object, a results list or a list of ids.
  case records
  /// A line that names an operation, then a form of several parts.
  case form
  /// A line that names an operation, then a safetensors file.
  case tensorFile = "tensor-file"
  /// A line that names an operation, a query, then a safetensors file.
  case query
  /// A line that names a model and the length of the JSON head, then the body of an inference request.
  case inference
  /// A method, path, query and fields, each on a line.
  case head
  /// A configuration file.
  case yaml

  /// The target of this run; set once, before libFuzzer begins.
  nonisolated(unsafe) static var current = FuzzTarget.json

  func run(_ bytes: UnsafeRawBufferPointer) {
    switch self {
    case .json: JSONFuzzing.run(bytes)
    case .operation: ServiceFuzzing.run(bytes, contentType: "application/json")
    case .structured: StructuredFuzzing.run(bytes)
    case .records: RecordsFuzzing.run(bytes)
    case .form: ServiceFuzzing.run(bytes, contentType: "multipart/form-data; boundary=\(Seeds.boundary)")
    case .tensorFile: ServiceFuzzing.run(bytes, contentType: "application/x-safetensors")
    case .query: ServiceFuzzing.runQuery(bytes)
    case .inference: ServiceFuzzing.runInference(bytes)
    case .head: ServiceFuzzing.runHead(bytes)
    case .yaml: YAMLFuzzing.run(bytes)
    }
  }

  static func exitWithUsage() -> Never {
    let usage = "usage: focald-fuzz \(allCases.map(\.rawValue).joined(separator: "|"))|seeds …\n"
    usage.utf8CString.withUnsafeBytes { _ = write(STDERR_FILENO, $0.baseAddress, $0.count - 1) }
    exit(2)
  }
}
