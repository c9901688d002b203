import DetectionCore
import HTTPMessages
import JSON
import Operations

/// Turns a tensor file and a query into arguments of an operation: inputs by name, or as `input_names` maps them;
/// parameters from the query, from the file's metadata, or as small tensors. Where query and file both say one, they must
/// agree.
struct TensorFileArguments {
  private let declaration: Declaration
  private var decoder: RequestDecoder

  init(_ declaration: Declaration, _ limits: Limits) {
    self.declaration = declaration
    decoder = RequestDecoder(declaration: declaration, limits: limits)
  }

  /// The arguments. Double if any tensor of the file is, else Float, unless `precision` says otherwise.
  consuming func arguments(_ file: SafetensorsFile, query: [(name: String, value: String)]) throws(Problem)
    -> Request
  {
    var names = InputNames()
    for item in query where item.name == InputNames.parameter {
      try names.add(.string(item.value), at: "/\(item.name)")
    }
    try decoder.take([file], names)
    takeQuery(query)
    decoder.takePrecision(of: [file])
    return try decoder.finish()
  }

  private mutating func takeQuery(_ query: [(name: String, value: String)]) {
    decoder.source = " (in the query)"
    defer { decoder.source = "" }
    var seen: Set<String> = []
    for (name, text) in query where name != InputNames.parameter {
      let place = "/" + JSONPointer.escape(quoted(name))
      guard seen.insert(name).inserted else {
        decoder.report([Issue(pointer: place, code: .duplicateKey, detail: "\(quoted(name)) is given twice")])
        continue
      }
      let value = declaration.parameter(name)?.type.value(of: text) ?? .string(text)
      if let other = decoder.given(name), value != .null, !value.means(other) {
        let detail = "\(quoted(name)) is given twice: \(value.excerpt) in the query, \(other.excerpt) in the file"
        decoder.report([Issue(pointer: place, code: .duplicateKey, detail: detail)])
      } else {
        decoder.takeParameter(name, value, at: place)
      }
    }
  }
}
