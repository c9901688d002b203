import DetectionCore
import HTTPMessages
import JSON

/// Turns a tensor file and a query into arguments of an operation: inputs by name, or as `input_names` maps them;
/// parameters from the query, from the file's metadata, or as small tensors. Where query and file both say one, they must
/// agree.
struct TensorFileArguments {
  private let declaration: Declaration
  private var decoder: ArgumentDecoder

  /// A tensor that stands for a parameter is a list of numbers, not data.
  private static let largestParameter = 65536

  init(_ declaration: Declaration, _ limits: Limits) {
    self.declaration = declaration
    decoder = ArgumentDecoder(declaration: declaration, limits: limits)
  }

  /// The arguments. Double if any tensor of the file is, else Float, unless `precision` says otherwise.
  consuming func arguments(_ file: SafetensorsFile, query: [(name: String, value: String)]) throws(Problem)
    -> Arguments
  {
    let names = try Self.names(file, query).fields(of: file.entries.map(\.name), declaration)
    for (entry, name) in zip(file.entries, names) {
      if let name { takeTensor(entry, as: name, of: file) }
    }
    takeMetadata(file.metadata)
    takeQuery(query)
    if !decoder.isGiven("precision") {
      let isDouble = file.entries.contains { $0.datatype == .float64 }
      decoder.override("precision", isDouble ? "float64" : "float32")
    }
    return try decoder.finish()
  }

  private static func names(_ file: SafetensorsFile, _ query: [(name: String, value: String)]) throws(Problem)
    -> InputNames
  {
    var names = InputNames()
    for (key, text) in file.metadata where key == InputNames.parameter {
      try names.add(.string(text), at: "/__metadata__/\(key)")
    }
    for item in query where item.name == InputNames.parameter {
      try names.add(.string(item.value), at: "/\(item.name)")
    }
    return names
  }

  private mutating func takeTensor(_ entry: SafetensorsFile.Entry, as name: String, of file: SafetensorsFile) {
    // Of a tensor with another name, all that is said of the field is said of the tensor.
    let place = name == entry.name ? nil : entry.pointer
    do throws(Problem) {
      if let input = declaration.input(name) {
        decoder.take(input, try Self.finite(file.tensor(entry), entry), at: entry.pointer, shape: place)
      } else if let (input, number) = declaration.level(name) {
        let elements = try Self.finite(file.tensor(entry), entry)
        decoder.take(input, level: number, elements, at: entry.pointer, shape: place)
      } else if let parameter = declaration.parameter(name) {
        guard entry.shape.count <= Self.largestParameter else {
          throw Problem(.outOfRange, at: entry.pointer, "\(entry.name) is a parameter: too many elements for one")
        }
        let elements = try Self.finite(file.tensor(entry), entry)
        decoder.decode(name, parameter.value(of: elements, isFlag: entry.datatype == .bool), at: entry.pointer)
      } else {
        decoder.reportUnknown(name, at: entry.pointer, advice: InputNames.advice)
      }
    } catch {
      decoder.report(error.issues, of: name)
    }
  }

  /// The file's own parameters: each under its name, or all of them as one JSON object under `parameters`.
  private mutating func takeMetadata(_ texts: [(key: String, text: String)]) {
    decoder.source = " (in the file's __metadata__)"
    defer { decoder.source = "" }
    for (key, text) in texts where key != InputNames.parameter && !Self.isMark(key, text) {
      guard key == "parameters", declaration.parameter(key) == nil else {
        takeFromFile(key, declaration.parameter(key)?.type.value(of: text) ?? .string(text))
        continue
      }
      guard case .object(let object)? = try? JSONReader.read(ByteBuffer(text)) else {
        let detail = "the metadata's parameters must be the text of a JSON object"
        decoder.report([Issue(pointer: "/__metadata__/parameters", code: .wrongType, detail: detail)])
        continue
      }
      for member in object.members { takeFromFile(member.key, member.value) }
    }
  }

  private mutating func takeFromFile(_ name: String, _ value: JSONValue) {
    let place = "/" + JSONPointer.escape(quoted(name))
    guard !decoder.isGiven(name) else {
      let detail = "\(quoted(name)) is given twice: once in the metadata, once elsewhere in the file"
      decoder.report([Issue(pointer: place, code: .duplicateKey, detail: detail)])
      return
    }
    takeParameter(name, value, at: place)
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
        takeParameter(name, value, at: place)
      }
    }
  }

  private mutating func takeParameter(_ name: String, _ value: JSONValue, at place: String) {
    guard declaration.input(name) == nil else {
      let detail = "\(name) is an input: a tensor of the file, not a parameter"
      decoder.report([Issue(pointer: place, code: .wrongType, detail: detail)])
      return
    }
    decoder.decode(name, value, at: place)
  }

  /// The mark of the framework that wrote the file, `{"format": "pt"}`, which many readers insist on. To us it says
  /// nothing, above all not which format boxes have.
  private static func isMark(_ key: String, _ text: String) -> Bool {
    key == "format" && ["pt", "tf", "flax", "np", "mlx", "paddle"].contains(text)
  }

  /// JSON has no such numbers, and no operation has a use for them.
  private static func finite(_ tensor: AnyTensor, _ entry: SafetensorsFile.Entry) throws(Problem) -> AnyTensor {
    guard let position = tensor.firstNotFinite else { return tensor }
    throw Problem(
      .numberOutOfRange, at: "\(entry.pointer)/\(position)", "\(entry.name) holds a number that is not finite")
  }
}
